package onlookers.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import onlookers.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@code /api/admin}: lets a request through that brings {@code admin.token} as a
 * bearer token (RFC 6750, 2.1). Without that setting nobody gets through.
 */
final class AdminFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "Bearer ";

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
      response.setHeader("WWW-Authenticate", "Bearer realm=\"onlookers\"");
      ReadOnlyServlet.send(
          Answer.error(401, "unauthorized", "admin.token is needed as a bearer token"), response);
    }
  }

  private static boolean isRight(Secret token, @Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && token.matches(authorization.substring(SCHEME.length()).strip());
  }
}
