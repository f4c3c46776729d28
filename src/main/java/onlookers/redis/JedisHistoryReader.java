package onlookers.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import onlookers.presence.CountsReader;
import onlookers.presence.DayViews;
import onlookers.presence.HistoryReader;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.SiteDay;
import onlookers.presence.UnavailableException;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.PeakFields;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.NodeState;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

/**
 * Reads days on pooled connections, and at once refuses while Redis is away. A Cluster has them on
 * several masters, so days are summed up here; each is kept for as long as reading it is worth:
 * about {@value #ENTRIES_A_SECOND} entries a second are read at most, however long the span.
 */
public final class JedisHistoryReader implements HistoryReader {
  private static final int ENTRIES_A_SECOND = 20_000;
  private static final long NANOS_AN_ENTRY = Duration.ofSeconds(1).toNanos() / ENTRIES_A_SECOND;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final NodeState state;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final Map<LocalDate, Ranking> known = new HashMap<>();

  /** The most viewed posts of a day, as they were at that time. */
  private record Ranking(List<PostViews> posts, long nanos) {}

  /**
   * @param node whose connections are used
   * @param state knows whether Redis is there
   * @param clock the day
   */
  public JedisHistoryReader(RedisContext node, NodeState state, InstantSource clock) {
    this.pool = node.api();
    this.keys = node.keys();
    this.calls = node.calls();
    this.state = state;
    this.clock = clock;
    this.nanoTime = System::nanoTime;
  }

  @Override
  public List<PostViews> mostViewed(int days) {
    return asking(() -> merged(days(days)));
  }

  @Override
  public List<DayViews> history(Post post) {
    return asking(() -> historyNow(post, days(MAX_DAYS)));
  }

  @Override
  public List<SiteDay> history() {
    return asking(() -> historyNow(days(MAX_DAYS)));
  }

  /** The last days, the oldest first. */
  private List<LocalDate> days(int count) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return today.minusDays(count - 1L).datesUntil(today.plusDays(1)).toList();
  }

  private <T> T asking(Supplier<T> question) {
    refuseWithoutRedis();
    try {
      return pool.ask(question);
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }

  private void refuseWithoutRedis() {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
  }

  /** One at a time: whoever comes next finds the days read, or that Redis went meanwhile. */
  private synchronized List<PostViews> merged(List<LocalDate> days) {
    refuseWithoutRedis();
    known.keySet().removeIf(day -> day.isBefore(days(MAX_DAYS).get(0)));
    List<LocalDate> stale = new ArrayList<>();
    for (LocalDate day : days) {
      if (isStale(day)) {
        stale.add(day);
      }
    }
    load(stale);
    Map<Post, Long> sums = new HashMap<>();
    for (LocalDate day : days) {
      for (PostViews one : ranking(day).posts()) {
        sums.merge(one.post(), one.views(), Long::sum);
      }
    }
    return sums.entrySet().stream()
        .map(one -> new PostViews(one.getKey(), one.getValue()))
        .sorted(MOST_VIEWED_FIRST)
        .limit(CountsReader.MOST)
        .toList();
  }

  private static final Comparator<PostViews> MOST_VIEWED_FIRST =
      Comparator.comparingLong(PostViews::views).reversed().thenComparing(one -> one.post().id());

  @GuardedBy("this")
  private Ranking ranking(LocalDate day) {
    return known.getOrDefault(day, new Ranking(List.of(), 0));
  }

  @GuardedBy("this")
  private boolean isStale(LocalDate day) {
    Ranking ranking = known.get(day);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (ranking == null) {
      return true;
    }
    long share = day.equals(today) ? 1 : MAX_DAYS; // the days gone by share what may be read
    return nanoTime.getAsLong() - ranking.nanos()
        >= share * NANOS_AN_ENTRY * ranking.posts().size();
  }

  @GuardedBy("this")
  private void load(List<LocalDate> days) {
    ZRangeParams best = ZRangeParams.zrangeParams(0, CountsReader.MOST - 1).rev();
    Map<LocalDate, Response<List<Tuple>>> answers = new LinkedHashMap<>();
    pool.use(
        masters -> {
          RoutedPipeline pipeline = masters.pipelined();
          days.forEach(day -> answers.put(day, pipeline.zrangeWithScores(keys.day(day), best)));
          pipeline.sync();
          return true;
        });
    answers.forEach(
        (day, answer) -> {
          List<Tuple> tuples = orElse(keys.day(day), answer, List.of());
          List<PostViews> posts =
              tuples.stream().map(JedisHistoryReader::views).filter(Objects::nonNull).toList();
          known.put(day, new Ranking(posts, nanoTime.getAsLong()));
        });
  }

  private static @Nullable PostViews views(Tuple tuple) {
    Post post = Post.parse(tuple.getElement());
    return post == null ? null : new PostViews(post, (long) tuple.getScore());
  }

  private List<DayViews> historyNow(Post post, List<LocalDate> days) {
    return pool.use(
        masters -> {
          List<Response<Double>> answers = new ArrayList<>(days.size());
          RoutedPipeline pipeline = masters.pipelined();
          days.forEach(day -> answers.add(pipeline.zscore(keys.day(day), post.id())));
          pipeline.sync();
          List<DayViews> history = new ArrayList<>(days.size());
          for (int i = 0; i < days.size(); i++) {
            @Nullable Double views = orElse(keys.day(days.get(i)), answers.get(i), 0.0);
            history.add(new DayViews(days.get(i), views == null ? 0 : views.longValue()));
          }
          return history;
        });
  }

  private List<SiteDay> historyNow(List<LocalDate> days) {
    return pool.use(
        masters -> {
          List<Response<String>> totals = new ArrayList<>(days.size());
          List<Response<List<String>>> peaks = new ArrayList<>(days.size());
          RoutedPipeline pipeline = masters.pipelined();
          for (LocalDate day : days) {
            totals.add(pipeline.get(keys.dayTotal(day)));
            peaks.add(pipeline.hmget(keys.peak(day), PeakFields.hours()));
          }
          pipeline.sync();
          List<SiteDay> history = new ArrayList<>(days.size());
          for (int i = 0; i < days.size(); i++) {
            LocalDate day = days.get(i);
            long views = number(orElse(keys.dayTotal(day), totals.get(i), "0"));
            history.add(
                new SiteDay(day, views, highest(orElse(keys.peak(day), peaks.get(i), List.of()))));
          }
          return history;
        });
  }

  private static long highest(List<@Nullable String> viewers) {
    return viewers.stream().mapToLong(JedisHistoryReader::number).max().orElse(0);
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }

  /** What a key of another type holds is named in the log. */
  private <T> T orElse(String key, Response<T> answer, T otherwise) {
    try {
      return answer.get();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow(key, e);
      return otherwise;
    }
  }
}
