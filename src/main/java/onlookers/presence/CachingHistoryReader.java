package onlookers.presence;

import java.util.List;
import onlookers.runtime.NodeState;

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
   * @param policy shared with all others that wait for Redis
   */
  CachingHistoryReader(HistoryReader reader, NodeState state, CachePolicy policy) {
    this.state = state;
    this.rankings =
        new LoadingCache<>(
            spans -> spans.stream().map(reader::mostViewed).toList(), policy, MAX_SPANS);
    this.posts =
        new LoadingCache<>(some -> some.stream().map(reader::history).toList(), policy, MAX_POSTS);
    this.site = new LoadingCache<>(sites -> List.of(reader.history()), policy, 1);
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
