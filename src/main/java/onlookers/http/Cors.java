package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import onlookers.config.Origins;

/**
 * Says to browsers which pages may read the API (Fetch standard, 3.2 CORS protocol): those that
 * {@code origins} names.
 */
final class Cors {
  /** How long a browser may remember the answer to a preflight, in seconds. */
  private static final String MAX_AGE = "600";

  private final Forwarding forwarding;
  private final Origins origins;

  Cors(Forwarding forwarding, Origins origins) {
    this.forwarding = forwarding;
    this.origins = origins;
  }

  /**
   * Sets the headers of any response; caches must keep those to different origins apart, hence
   * {@code Vary}.
   */
  void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin != null && origins.allows(origin, forwarding.caller(request).host())) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      if (request.getMethod().equals("OPTIONS")) {
        response.setHeader("Access-Control-Allow-Methods", ReadOnlyServlet.METHODS);
        response.setHeader("Access-Control-Max-Age", MAX_AGE);
      }
    }
  }
}
