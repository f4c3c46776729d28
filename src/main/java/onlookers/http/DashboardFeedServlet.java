package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /dashboard/feed}: what the dashboard shows, as server-sent events (HTML standard, 9.2). No
 * thread is held by whoever looks.
 */
final class DashboardFeedServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Of the container, which would end the response. */
  private static final long NEVER = 0;

  private final transient Dashboard dashboard;

  DashboardFeedServlet(Dashboard dashboard) {
    this.dashboard = dashboard;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (!request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET");
      ReadOnlyServlet.send(Response.error(405, "bad-method", "allowed here: GET"), response);
    } else if (request.isAsyncStarted()) {
      ReadOnlyServlet.send(
          Response.error(400, "bad-request", "this is asked without a body"), response);
    } else if (!dashboard.admit()) {
      response.setHeader("Retry-After", "10");
      ReadOnlyServlet.send(
          Response.error(503, "full", "too many look at this dashboard, or this node stops"),
          response);
    } else {
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would keep events until it has 4 KB
      AsyncContext context = request.startAsync();
      context.setTimeout(NEVER);
      dashboard.look(context, response.getOutputStream());
    }
  }
}
