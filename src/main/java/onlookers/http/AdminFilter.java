package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import onlookers.config.IpAddress;
import onlookers.config.Secret;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@code /api/admin}, and with a token before {@code /dashboard}: lets a request
 * through that brings {@code admin.token} as a bearer token (RFC 6750, 2.1) or as the password of
 * basic authentication (RFC 7617). Without that setting nobody gets through.
 *
 * <p>A wrong token is counted, logged, and held against the client's address: after {@value
 * AttemptLimiter#MAX_WRONG} in a minute it gets 429 (RFC 6585, 4), whatever it brings. A request
 * without any is no guess: browsers ask so first.
 */
final class AdminFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final transient Optional<Secret> token;
  private final transient Forwarding forwarding;
  private final transient NodeMetrics nodeMetrics;
  private final transient AttemptLimiter limiter;
  private final transient RefusalLog log;

  AdminFilter(
      Optional<Secret> token, Forwarding forwarding, NodeMetrics nodeMetrics, Scheduler time) {
    this.token = token;
    this.forwarding = forwarding;
    this.nodeMetrics = nodeMetrics;
    this.limiter = new AttemptLimiter(time);
    this.log = new RefusalLog(time);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (token.isEmpty()) {
      UnreadBody.refuse(
          Response.error(403, "forbidden", "set admin.token to administer this server"),
          request,
          response);
      return;
    }
    String authorization = request.getHeader("Authorization");
    if (authorization == null) {
      challenge(request, response);
      return;
    }
    ClientInfo caller = forwarding.caller(request);
    int result =
        limiter.attempt(account(caller, request), () -> isRight(token.get(), authorization));
    if (result == AttemptLimiter.RIGHT) {
      chain.doFilter(request, response);
    } else {
      nodeMetrics.increment(Counter.ADMIN_REFUSED);
      log.add(caller.address());
      refuse(result, request, response);
    }
  }

  /**
   * Who a wrong token is held against. A proxy that is not trusted stands for everybody behind it,
   * so it is not counted together with who comes from its address directly: strangers behind a
   * proxy on this machine do not lock out the administrator on it.
   */
  private String account(ClientInfo caller, HttpServletRequest request) {
    String counted = IpAddress.countedAs(caller.address());
    return forwarding.isUntrustedProxy(request) ? counted + " forwarding" : counted;
  }

  private static void refuse(int result, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (result == AttemptLimiter.WRONG) {
      challenge(request, response);
    } else {
      response.setHeader("Retry-After", Integer.toString(result));
      UnreadBody.refuse(
          Response.error(429, "too-many", "too many wrong tokens from your address; wait"),
          request,
          response);
    }
  }

  private static void challenge(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // Two lines: of one that names two schemes Chromium reads the first alone, and never asks.
    response.setHeader("WWW-Authenticate", "Bearer realm=\"onlookers\"");
    response.addHeader("WWW-Authenticate", "Basic realm=\"onlookers\", charset=\"UTF-8\"");
    UnreadBody.refuse(
        Response.error(401, "unauthorized", "admin.token is needed, as bearer token or password"),
        request,
        response);
  }

  private static boolean isRight(Secret token, String authorization) {
    String given = credential(authorization);
    return given != null && token.matches(given);
  }

  /** The bearer token, or the password of whatever user; {@code null} when there is neither. */
  private static @Nullable String credential(String authorization) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return password(authorization.substring(BASIC.length()).strip());
    }
    return null;
  }

  private static @Nullable String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : pair.substring(colon + 1);
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }
}
