package onlookers.http;

/**
 * A request that does not fit (HTTP 400, unless said otherwise). Its message goes to the client and
 * never repeats what the client sent.
 */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  RequestException(String code, String message) {
    this(400, code, message);
  }

  RequestException(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  Response answer() {
    return Response.error(status, code, String.valueOf(getMessage()));
  }
}
