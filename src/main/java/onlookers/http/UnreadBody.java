package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * A body that nobody wants. After the answer a server skips what is left of it; Tomcat waits for
 * that in one of its threads, for a minute and more, unless the request is answered asynchronously
 * and the connection ends with it.
 */
final class UnreadBody {
  private static final Duration FOR_EVER = Duration.ZERO;

  private UnreadBody() {}

  /** Begins a request that is answered later; a body that it may have is not waited for. */
  static AsyncContext startAsync(HttpServletRequest request, HttpServletResponse response) {
    if (isAnnounced(request)) {
      response.setHeader("Connection", "close");
    }
    return request.startAsync();
  }

  /** Answers a request at once; a body that it may have is not waited for. */
  static void answer(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (isAnnounced(request)) {
      new ParkedRequest(startAsync(request, response), FOR_EVER, () -> {}).answer(answer);
    } else {
      ReadOnlyServlet.send(answer, response);
    }
  }

  private static boolean isAnnounced(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }
}
