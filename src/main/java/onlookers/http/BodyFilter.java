package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import onlookers.websocket.Containers;

/**
 * Stands before every path, so that no server waits in a thread for a body that nobody wants
 * ({@link UnreadBody}): of a request that brings one the connection ends with the answer. A
 * handshake that brings one is refused; RFC 6455 knows none.
 *
 * <p>Where bodies are wanted they are none of its business: who serves those paths refuses them by
 * {@link UnreadBody} itself.
 */
final class BodyFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final List<String> exempt;

  /**
   * @param exempt paths, all below which is let through
   */
  BodyFilter(List<String> exempt) {
    this.exempt = exempt.stream().map(path -> path + "/").toList();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!UnreadBody.isAnnounced(request)) {
      chain.doFilter(request, response);
      return;
    }
    request.setAttribute(Containers.ASYNC_SUPPORTED, true);
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      UnreadBody.answer(
          Response.error(400, "bad-request", "a handshake has no body"), request, response);
    } else if (request.isAsyncSupported() && !isExempt(request)) {
      pass(request, response, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private boolean isExempt(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return exempt.stream().anyMatch(path::startsWith);
  }

  private static void pass(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AsyncContext context = UnreadBody.startAsync(request, response);
    Errors errors = new Errors(response);
    try {
      chain.doFilter(request, errors);
      if (!errors.sent) {
        response.flushBuffer();
      }
    } finally {
      UnreadBody.end(context, request.getInputStream(), response);
    }
  }

  /** Whether the container is still to write an error's page: then nothing may go out before. */
  private static final class Errors extends HttpServletResponseWrapper {
    private boolean sent;

    Errors(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
      sent = true;
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      sent = true;
      super.sendError(status, message);
    }
  }
}
