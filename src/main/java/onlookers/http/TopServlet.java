package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import onlookers.presence.CountsReader;
import onlookers.presence.HistoryReader;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.protocol.ApiJson;

/**
 * {@code /api/top?limit=10}: the posts with most viewers now, over all nodes, the most first; with
 * {@code days} the posts with most views in the last days; with {@code starts} those alone whose
 * names begin so.
 */
final class TopServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  private static final int NOW = 0;

  private final transient CountsReader reader;
  private final transient HistoryReader history;

  TopServlet(Cors cors, CountsReader reader, HistoryReader history) {
    super(cors);
    this.reader = reader;
    this.history = history;
  }

  @Override
  Response read(HttpServletRequest request) {
    BoundedQuery query = new BoundedQuery(request);
    int days = query.days(NOW);
    String starts = query.starts();
    int limit = query.limit();
    return Response.json(
        days == NOW
            ? ApiJson.top(now(starts, limit))
            : ApiJson.mostViewed(mostViewed(days, starts, limit)));
  }

  private List<RankedPost> now(String starts, int limit) {
    if (starts.isEmpty()) {
      return reader.top(limit);
    }
    return reader.top(CountsReader.MOST).stream()
        .filter(ranked -> ranked.post().id().startsWith(starts))
        .limit(limit)
        .toList();
  }

  private List<PostViews> mostViewed(int days, String starts, int limit) {
    return history.mostViewed(days).stream()
        .filter(one -> one.post().id().startsWith(starts))
        .limit(limit)
        .toList();
  }
}
