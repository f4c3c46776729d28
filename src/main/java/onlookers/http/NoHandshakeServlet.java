package onlookers.http;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code /presence}, when what comes is no handshake of a WebSocket: those are taken before by the
 * container. 404, or 405 for another method than a handshake's. A handshake from which a proxy has
 * taken {@code Upgrade}, as proxies do that nobody has told otherwise, is said to be one, and one
 * warning says it to the administrator.
 */
final class NoHandshakeServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(NoHandshakeServlet.class.getName());

  /** RFC 6455, 4.1: in every handshake, and no header of one hop only, which proxies drop. */
  private static final String KEY = "Sec-WebSocket-Key";

  private final AtomicBoolean warned = new AtomicBoolean();

  @Override
  public Response answer(HttpServletRequest request) {
    if (request.getHeader(KEY) != null && request.getHeader("Upgrade") == null) {
      warnOnce();
      return Response.error(
          404,
          "not-found",
          "a WebSocket was asked for without Upgrade: a proxy on the way does not pass it");
    }
    return Response.error(404, "not-found", "there is nothing here but a WebSocket");
  }

  private void warnOnce() {
    if (!warned.getAndSet(true)) {
      LOG.log(
          WARNING,
          "a WebSocket was asked for without Upgrade: if this node has a proxy in front, it does not"
              + " pass the headers Upgrade and Connection, and no reader gets in through it");
    }
  }

  @Override
  public void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
  }
}
