package onlookers.presence;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onlookers.runtime.NodeState;
import onlookers.runtime.Scheduler;

/**
 * Counts that may be a second old, as {@code Cache-Control: max-age=1} says: however many ask, the
 * reader behind is asked once a second for each post. Whoever waits for it holds a thread that
 * could carry frames, so only a few may wait for it, and a few more a moment until they may; the
 * others are refused at once.
 */
public final class CachingCountsReader implements CountsReader {
  /** How many may wait at a time: under half of the 50 threads of the executable WAR. */
  static final int MAX_WAITING = 24;

  /** How many more may wait until they may: ten threads are left for whoever asks nothing. */
  static final int MAX_QUEUED = 16;

  /** How long these wait. A Redis that is well answers a hundred times meanwhile. */
  private static final Duration TURN = Duration.ofMillis(250);

  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final int MAX_POSTS = 10_000;

  /** A ranking is read in one of these lengths, and cut to the one asked for. */
  private static final int[] LENGTHS = {10, 100, 1000, MOST};

  /** There is one site, and it is known by this. */
  private static final String SITE = "site";

  private final NodeState state;
  private final CachePolicy policy;
  private final LoadingCache<Post, Counts> counts;
  private final LoadingCache<Integer, List<RankedPost>> rankings;
  private final LoadingCache<String, SiteTotal> totals;

  /**
   * @param reader who is asked for what is not known, or is too old
   * @param state knows whether Redis is there at all
   * @param time measures how old an answer is
   */
  public CachingCountsReader(CountsReader reader, NodeState state, Scheduler time) {
    Bulkhead bulkhead = new Bulkhead(MAX_WAITING, MAX_QUEUED, TURN, time);
    this.policy = new CachePolicy(bulkhead, MAX_WAIT, FRESH, time);
    this.state = state;
    this.counts = new LoadingCache<>(reader::counts, policy, MAX_POSTS);
    this.rankings =
        new LoadingCache<>(
            lengths -> lengths.stream().map(reader::top).toList(), policy, LENGTHS.length);
    this.totals = new LoadingCache<>(sites -> List.of(reader.site()), policy, 1);
  }

  /** Caches what that one reads; of both together only so many wait for Redis. */
  public CachingHistoryReader history(HistoryReader reader) {
    return new CachingHistoryReader(reader, state, policy);
  }

  /**
   * The counts as they were within the last second.
   *
   * @throws UnavailableException when Redis is out of reach, or too many wait for it
   */
  @Override
  public List<Counts> counts(List<Post> posts) {
    refuseWithoutRedis();
    Map<Post, Counts> known = counts.getAll(posts);
    return posts.stream().map(known::get).toList();
  }

  /**
   * The ranking as it was within the last second.
   *
   * @throws UnavailableException when Redis is out of reach, or too many wait for it
   */
  @Override
  public List<RankedPost> top(int limit) {
    refuseWithoutRedis();
    int length = IntStream.of(LENGTHS).filter(one -> one >= limit).findFirst().orElse(limit);
    List<RankedPost> ranking = rankings.get(length);
    return ranking.subList(0, Math.min(limit, ranking.size()));
  }

  /**
   * The site's total as it was within the last second; not while this node's own sessions are still
   * to be written again.
   *
   * @throws UnavailableException when Redis is out of reach, or too many wait for it
   */
  @Override
  public SiteTotal site() {
    refuseWithoutRedis();
    if (state.degraded()) {
      throw new UnavailableException("Redis does not know all sessions yet");
    }
    return totals.get(SITE);
  }

  private void refuseWithoutRedis() {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
  }
}
