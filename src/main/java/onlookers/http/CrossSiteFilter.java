package onlookers.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import onlookers.config.Origins;

/**
 * Turns away what a page of another site has sent: a browser adds the administrator's remembered
 * password to that, too. Browsers say whose page it was by {@code Sec-Fetch-Site} (Fetch Metadata
 * Request Headers, 2.2), and where they do not, because the address is neither https nor on this
 * machine, by {@code Origin}. Who sends neither is no browser.
 */
final class CrossSiteFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Origins SAME_HOST = Origins.parse("same-host");

  private final transient Forwarding forwarding;

  CrossSiteFilter(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isOurs(request)) {
      chain.doFilter(request, response);
    } else {
      UnreadBody.refuse(
          Response.error(403, "cross-site", "pages of other sites may not do this"),
          request,
          response);
    }
  }

  private boolean isOurs(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null
        ? SAME_HOST.allows(request.getHeader("Origin"), forwarding.caller(request).host())
        : site.equals("same-origin") || site.equals("none");
  }
}
