package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import onlookers.protocol.ApiJson;

/** {@code /health/live}: 200 while the process works, Redis or not. */
final class LiveServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;

  @Override
  public Response answer(HttpServletRequest request) {
    return Response.json(ApiJson.live());
  }

  @Override
  public void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
  }
}
