package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import onlookers.protocol.ApiJson;
import onlookers.runtime.NodeMetrics;

/**
 * {@code /health/ready}: 200 when Redis answers and this node is not draining, else 503 and the
 * reason. What else is not as it should be is reported with 200: another node would be no better.
 */
final class ReadyServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;

  private final transient NodeMetrics nodeMetrics;

  ReadyServlet(NodeMetrics nodeMetrics) {
    this.nodeMetrics = nodeMetrics;
  }

  @Override
  public Response answer(HttpServletRequest request) {
    if (nodeMetrics.state().draining()) {
      return Response.json(
          503, ApiJson.notReady("draining: this node sends its clients elsewhere"));
    }
    return nodeMetrics.state().redisUp()
        ? Response.json(ApiJson.ready(nodeMetrics.redis().troubles()))
        : Response.json(503, ApiJson.notReady("Redis does not answer, or takes no writes"));
  }

  @Override
  public void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
  }
}
