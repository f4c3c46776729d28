package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Every other path under {@code /api}: 404, as JSON, whatever the method. */
final class UnknownServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  UnknownServlet(Cors cors) {
    super(cors);
  }

  @Override
  Response read(HttpServletRequest request) {
    return Response.notFound();
  }

  /** No method is allowed here; a page's browser may ask first all the same. */
  @Override
  void other(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getMethod().equals("OPTIONS")) {
      super.other(request, response);
    } else {
      send(answer(request), response);
    }
  }
}
