package onlookers.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import onlookers.config.Networks;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@code /dashboard}. With {@code admin.token} set it lets through whoever brings
 * that, as {@link AdminFilter} does. Without, only a browser on this machine: its address and the
 * {@code Host} it asked for are loopback's, so that no name of the network leads here (DNS
 * rebinding), and no header says that somebody forwards for others.
 */
final class DashboardFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Networks LOOPBACK = Networks.parse("loopback");
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:]*)(:[0-9]{1,5})?");

  /** How what came before RFC 7239 begins, in lower case. */
  private static final String FORWARDED = "x-forwarded-";

  /** RFC 7239, and what proxies and networks in front of servers add by themselves, likewise. */
  private static final Set<String> FORWARDING =
      Set.of(
          "forwarded",
          "via",
          "x-real-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-original-forwarded-for",
          "x-envoy-external-address",
          "cf-connecting-ip",
          "true-client-ip",
          "fastly-client-ip");

  /**
   * Everything is a file of ours; uPlot sets styles by the CSSOM, which no policy forbids. No page
   * may frame this one: a click on its buttons is the administrator's.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final transient Optional<Filter> withToken;

  /**
   * @param withToken asks for the token; empty when there is none
   */
  DashboardFilter(Optional<Filter> withToken) {
    this.withToken = withToken;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (withToken.isPresent()) {
      withToken.get().doFilter(request, response, chain);
    } else if (isFromHere(request)) {
      chain.doFilter(request, response);
    } else {
      Response refusal =
          Response.error(
              403,
              "forbidden",
              "without admin.token the dashboard is for http://localhost on the server itself; set"
                  + " admin.token to see it from elsewhere");
      UnreadBody.refuse(refusal, request, response);
    }
  }

  private static boolean isFromHere(HttpServletRequest request) {
    return LOOPBACK.contains(Objects.requireNonNullElse(request.getRemoteAddr(), ""))
        && isLoopback(request.getHeader("Host"))
        && Collections.list(request.getHeaderNames()).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .noneMatch(name -> name.startsWith(FORWARDED) || FORWARDING.contains(name));
  }

  private static boolean isLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    var parts = HOST.matcher(host.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group(1);
    return name.equals("localhost")
        || LOOPBACK.contains(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
  }
}
