package onlookers.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;

/**
 * Answers what leads nowhere: 404 as JSON, whatever the method. Everything that there is has a
 * servlet of ours; what is left would come to the server's own, which answers each method in its
 * own way, some of them with 501.
 */
final class NowhereFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getHttpServletMapping().getMappingMatch() == MappingMatch.DEFAULT) {
      ReadOnlyServlet.send(Response.notFound(), response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
