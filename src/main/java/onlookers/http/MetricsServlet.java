package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** {@code /metrics}: this node's metrics in Prometheus' text format. */
final class MetricsServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;

  private final transient Metrics metrics;

  MetricsServlet(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Response answer(HttpServletRequest request) {
    return new Response(200, Metrics.CONTENT_TYPE, metrics.text());
  }

  @Override
  public void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
  }
}
