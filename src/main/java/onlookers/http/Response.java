package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import onlookers.protocol.ApiJson;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param contentType the media type, of a text in UTF-8
 * @param body the text
 */
public record Response(int status, String contentType, String body) {
  /** A JSON text with 200. */
  static Response json(String body) {
    return json(200, body);
  }

  /** A JSON text. */
  public static Response json(int status, String body) {
    return new Response(status, "application/json", body);
  }

  /** {@code {"error":code,"message":message}}; neither may hold text of a request. */
  public static Response error(int status, String code, String message) {
    return json(status, ApiJson.error(code, message));
  }

  /** There is nothing at the path. */
  static Response notFound() {
    return error(404, "not-found", "there is nothing at this path");
  }

  /** The body in UTF-8. */
  public byte[] bytes() {
    return body.getBytes(UTF_8);
  }
}
