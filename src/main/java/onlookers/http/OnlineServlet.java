package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import onlookers.presence.CountsReader;
import onlookers.protocol.ApiJson;

/** {@code /api/online}: the sessions that view anything now, over all nodes, and their posts. */
final class OnlineServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  private final transient CountsReader reader;

  OnlineServlet(Cors cors, CountsReader reader) {
    super(cors);
    this.reader = reader;
  }

  @Override
  Response read(HttpServletRequest request) {
    return Response.json(ApiJson.online(reader.site()));
  }
}
