package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * {@code /presence}, when what comes is no handshake of a WebSocket: those are taken before by the
 * container. 404, or 405 for another method than a handshake's.
 */
final class NoHandshakeServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;

  @Override
  public Response answer(HttpServletRequest request) {
    return Response.error(404, "not-found", "there is nothing here but a WebSocket");
  }

  @Override
  public void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
  }
}
