package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;

/** Every other path under {@code /api}: 404, as JSON. */
final class UnknownServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  UnknownServlet(Cors cors) {
    super(cors);
  }

  @Override
  Response read(HttpServletRequest request) {
    return Response.error(404, "not-found", "there is nothing at this path");
  }
}
