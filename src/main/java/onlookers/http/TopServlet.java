package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import onlookers.presence.CountsReader;
import onlookers.protocol.ApiJson;

/** {@code /api/top?limit=10}: the most viewed posts now, over all nodes, the most viewed first. */
final class TopServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  private final transient CountsReader reader;

  TopServlet(Cors cors, CountsReader reader) {
    super(cors);
    this.reader = reader;
  }

  @Override
  Answer read(HttpServletRequest request) {
    return Answer.json(ApiJson.top(reader.top(new BoundedQuery(request).limit())));
  }
}
