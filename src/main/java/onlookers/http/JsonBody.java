package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of an administrator's request. */
final class JsonBody {
  /** A thousand posts with the longest names and numbers take 54 KB. */
  private static final int MAX_BYTES = 65_536;

  private static final String JSON = "application/json";

  private JsonBody() {}

  /**
   * The text. Only JSON: a form of another site can send any other type with the password that the
   * browser remembers, and this one not without asking (Fetch standard, CORS-safelisted
   * request-header).
   *
   * @throws RequestException 415 {@code bad-type}, 413 {@code too-large} over 64 KiB, 400 {@code
   *     bad-body} when it did not come to its end
   */
  static String read(HttpServletRequest request) {
    if (!isJson(request.getContentType())) {
      throw new RequestException(415, "bad-type", "send " + JSON);
    }
    byte[] body;
    try {
      body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    } catch (IOException brokenOff) {
      throw new RequestException("bad-body", "the body did not come to its end");
    }
    if (body.length > MAX_BYTES) {
      throw new RequestException(413, "too-large", "at most " + MAX_BYTES + " bytes");
    }
    return new String(body, UTF_8);
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
  }
}
