package onlookers.presence;

import java.time.Duration;
import java.util.List;
import onlookers.runtime.NodeState;
import onlookers.runtime.Scheduler;

/** Days that may be a second old, as {@link CachingCountsReader} has counts. */
public final class CachingHistoryReader implements HistoryReader {
  private static final int MAX_POSTS = 1_000;

  /** Spans whose ranking is kept, each of up to some hundred kilobytes. */
  private static final int MAX_SPANS = 4;

  /** There is one site, and it is known by this. */
  private static final String SITE = "site";

  private final NodeState state;
  private final LoadingCache<Integer, List<PostViews>> rankings;
  private final LoadingCache<Post, List<DayViews>> posts;
  private final LoadingCache<String, List<SiteDay>> site;

  /**
   * @param bulkhead shared with all others that wait for Redis
   */
  CachingHistoryReader(
      HistoryReader reader, NodeState state, Bulkhead bulkhead, Duration maxWait, Scheduler time) {
    Duration fresh = CachingCountsReader.FRESH;
    this.state = state;
    this.rankings =
        new LoadingCache<>(
            spans -> spans.stream().map(reader::mostViewed).toList(),
            bulkhead,
            maxWait,
            fresh,
            MAX_SPANS,
            time);
    this.posts =
        new LoadingCache<>(
            some -> some.stream().map(reader::history).toList(),
            bulkhead,
            maxWait,
            fresh,
            MAX_POSTS,
            time);
    this.site =
        new LoadingCache<>(sites -> List.of(reader.history()), bulkhead, maxWait, fresh, 1, time);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnavailableException when Redis is out of reach, or too many wait for it
   */
  @Override
  public List<PostViews> mostViewed(int days) {
    refuseWithoutRedis();
    return rankings.get(days);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnavailableException when Redis is out of reach, or too many wait for it
   */
  @Override
  public List<DayViews> history(Post post) {
    refuseWithoutRedis();
    return posts.get(post);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnavailableException when Redis is out of reach, or too many wait for it
   */
  @Override
  public List<SiteDay> history() {
    refuseWithoutRedis();
    return site.get(SITE);
  }

  private void refuseWithoutRedis() {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
  }
}
