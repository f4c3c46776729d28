package onlookers.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A path by which an administrator has something done: POST; 405 for all else. */
abstract class PostServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /**
   * Does it.
   *
   * @throws RequestException when the request does not fit
   */
  abstract Response answer(HttpServletRequest request);

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (request.getMethod().equals("POST")) {
      ReadOnlyServlet.send(answerOrRefuse(request), response);
    } else {
      ReadOnlyServlet.refuseMethod("POST", response);
    }
  }

  private Response answerOrRefuse(HttpServletRequest request) {
    try {
      return answer(request);
    } catch (RequestException e) {
      return e.answer();
    }
  }
}
