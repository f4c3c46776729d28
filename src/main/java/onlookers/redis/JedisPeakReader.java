package onlookers.redis;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onlookers.presence.PeakReader;
import onlookers.presence.UnavailableException;
import onlookers.redis.collect.Peaks;
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

/** Reads what {@link Peaks} writes: the minutes of the last day, which lie in two hashes. */
public final class JedisPeakReader implements PeakReader {
  private static final int MINUTES = 24 * 60;
  private static final int STEP = 5;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final NodeState state;
  private final InstantSource clock;

  /**
   * @param node whose connections are used
   * @param state knows whether Redis is there
   * @param clock the time of day
   */
  public JedisPeakReader(RedisContext node, NodeState state, InstantSource clock) {
    this.pool = node.api();
    this.keys = node.keys();
    this.calls = node.calls();
    this.state = state;
    this.clock = clock;
  }

  @Override
  public List<Peak> lastDay() {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    List<LocalDateTime> minutes = minutes();
    try {
      return steps(minutes, pool.ask(() -> read(minutes)));
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }

  /** Of whole steps, the last of which may still be going on. */
  private List<LocalDateTime> minutes() {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDateTime last = now.truncatedTo(ChronoUnit.MINUTES).minusMinutes(now.getMinute() % STEP);
    LocalDateTime first = last.plusMinutes(STEP - MINUTES);
    return IntStream.range(0, MINUTES).mapToObj(first::plusMinutes).toList();
  }

  /** Each minute's number, in the same order. */
  private List<Long> read(List<LocalDateTime> minutes) {
    Map<LocalDate, List<String>> days = new LinkedHashMap<>();
    for (LocalDateTime minute : minutes) {
      days.computeIfAbsent(minute.toLocalDate(), day -> new ArrayList<>())
          .add(PeakFields.minute(minute));
    }
    return pool.use(
        masters -> {
          RoutedPipeline pipeline = masters.pipelined();
          Map<LocalDate, Response<List<String>>> answers = new LinkedHashMap<>();
          days.forEach(
              (day, names) ->
                  answers.put(day, pipeline.hmget(keys.peak(day), names.toArray(String[]::new))));
          pipeline.sync();
          List<Long> numbers = new ArrayList<>(minutes.size());
          answers.forEach(
              (day, answer) -> numbers.addAll(numbers(keys.peak(day), answer, days.get(day))));
          return numbers;
        });
  }

  private List<Long> numbers(
      String key, Response<List<String>> answer, @Nullable List<String> names) {
    try {
      return answer.get().stream().map(JedisPeakReader::number).toList();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow(key, e);
      return names == null ? List.of() : names.stream().map(name -> 0L).toList();
    }
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static List<Peak> steps(List<LocalDateTime> minutes, List<Long> numbers) {
    List<Peak> steps = new ArrayList<>(MINUTES / STEP);
    for (int i = 0; i < minutes.size(); i += STEP) {
      long most = numbers.subList(i, i + STEP).stream().mapToLong(Long::longValue).max().orElse(0);
      steps.add(new Peak(minutes.get(i).toEpochSecond(ZoneOffset.UTC), most));
    }
    return List.copyOf(steps);
  }
}
