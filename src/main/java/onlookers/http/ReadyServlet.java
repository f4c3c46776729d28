package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import onlookers.presence.Instruments;
import onlookers.protocol.ApiJson;

/**
 * {@code /health/ready}: 200 when Redis answers and this node is not draining, else 503 and the
 * reason. What else is not as it should be is told with 200: another node would be no better.
 */
final class ReadyServlet extends ReadOnlyServlet {
  private static final long serialVersionUID = 1L;

  private final transient Instruments instruments;

  ReadyServlet(Instruments instruments) {
    this.instruments = instruments;
  }

  @Override
  Answer answer(HttpServletRequest request) {
    if (instruments.draining()) {
      return Answer.json(503, ApiJson.notReady("draining: this node sends its clients elsewhere"));
    }
    return instruments.redisUp()
        ? Answer.json(ApiJson.ready(instruments.redis().troubles()))
        : Answer.json(503, ApiJson.notReady("Redis does not answer"));
  }

  @Override
  void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
  }
}
