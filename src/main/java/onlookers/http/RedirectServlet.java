package onlookers.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Leads to another path, named from this one: whatever a proxy calls us, that is right. */
final class RedirectServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final String path;

  RedirectServlet(String path) {
    this.path = path;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
    response.setHeader("Location", path);
  }
}
