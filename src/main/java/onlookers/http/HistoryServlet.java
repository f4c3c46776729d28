package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import onlookers.presence.HistoryReader;
import onlookers.presence.Post;
import onlookers.protocol.ApiJson;

/**
 * {@code /api/history?post=13&days=30}: a post's views on each of the last days of UTC, the oldest
 * first, today last; without {@code post} the site's, and the most viewers that it had at once.
 */
final class HistoryServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  private final transient HistoryReader reader;

  HistoryServlet(Cors cors, HistoryReader reader) {
    super(cors);
    this.reader = reader;
  }

  @Override
  Response read(HttpServletRequest request) {
    BoundedQuery query = new BoundedQuery(request);
    Post post = query.post();
    int days = query.days(HistoryReader.MAX_DAYS);
    return Response.json(
        post == null
            ? ApiJson.siteHistory(last(days, reader.history()))
            : ApiJson.history(last(days, reader.history(post))));
  }

  private static <T> List<T> last(int count, List<T> days) {
    return days.subList(days.size() - count, days.size());
  }
}
