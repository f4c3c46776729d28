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
import onlookers.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@code /api/admin}: lets a request through that brings {@code admin.token} as a
 * bearer token (RFC 6750, 2.1) or as the password of basic authentication (RFC 7617). Without that
 * setting nobody gets through.
 */
final class AdminFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final transient Optional<Secret> token;

  AdminFilter(Optional<Secret> token) {
    this.token = token;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (token.isEmpty()) {
      ReadOnlyServlet.send(
          Answer.error(403, "forbidden", "set admin.token to administer this server"), response);
    } else if (isRight(token.get(), request.getHeader("Authorization"))) {
      chain.doFilter(request, response);
    } else {
      response.setHeader(
          "WWW-Authenticate", "Bearer realm=\"onlookers\", Basic realm=\"onlookers\"");
      ReadOnlyServlet.send(
          Answer.error(401, "unauthorized", "admin.token is needed, as bearer token or password"),
          response);
    }
  }

  private static boolean isRight(Secret token, @Nullable String authorization) {
    String given = authorization == null ? null : credential(authorization);
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
