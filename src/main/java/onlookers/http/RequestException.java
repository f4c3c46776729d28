package onlookers.http;

/**
 * A request that does not fit (HTTP 400). Its message goes to the client and never repeats what the
 * client sent.
 */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  RequestException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  Answer answer() {
    return Answer.error(400, code, String.valueOf(getMessage()));
  }
}
