package onlookers.redis.collect;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.IntStream;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.PeakFields;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;

/**
 * The most viewers of the site at once, of each minute for a day and of each hour for a month.
 * Written only when there are more than before, so a site that is quiet costs one {@code HLEN} a
 * second; a minute without viewers has no entry.
 *
 * <p>For the one thread of whoever holds the collector's lock.
 */
public final class Peaks {
  private static final int MINUTES_OF_A_DAY = 24 * 60;
  private static final int STEP = 240;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private @Nullable LocalDateTime minute;
  private @Nullable LocalDateTime trimmed;
  private long highest;

  /**
   * @param pool whoever calls {@link #record} may wait for it
   */
  public Peaks(RedisPool pool, Keys keys, ScriptCalls calls) {
    this.pool = pool;
    this.keys = keys;
    this.calls = calls;
  }

  /** Counts the viewers now, and returns how many there are. */
  public long record(Instant now) {
    LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    LocalDateTime thisMinute = time.truncatedTo(ChronoUnit.MINUTES);
    boolean isNew = !thisMinute.equals(minute);
    long viewers = pool.use(masters -> masters.call(pipeline -> pipeline.hlen(keys.viewers())));
    if (viewers > (isNew ? 0 : highest)) {
      write(thisMinute, viewers);
      highest = viewers;
    } else if (isNew) {
      highest = 0;
    }
    minute = thisMinute;
    trimIfDue(thisMinute);
    return viewers;
  }

  private void write(LocalDateTime time, long viewers) {
    String ofMinute = PeakFields.minute(time);
    String ofHour = PeakFields.hour(time);
    pool.use(
        masters ->
            masters.call(
                pipeline ->
                    calls.counts().peak(pipeline, time.toLocalDate(), ofMinute, ofHour, viewers)));
  }

  /**
   * Takes out the minutes of more than a day ago: when this node begins to collect all that may be
   * left, then each when its turn comes.
   */
  private void trimIfDue(LocalDateTime now) {
    LocalDateTime last = trimmed;
    if (now.equals(last)) {
      return;
    }
    boolean isNext = last != null && last.plusMinutes(1).equals(now);
    LocalDate yesterday = now.toLocalDate().minusDays(1);
    if (isNext) {
      remove(yesterday, PeakFields.minute(now));
    } else {
      int until = now.toLocalTime().get(ChronoField.MINUTE_OF_DAY);
      remove(yesterday, minutes(until + 1));
      remove(yesterday.minusDays(1), minutes(MINUTES_OF_A_DAY));
    }
    trimmed = now;
  }

  private static String[] minutes(int count) {
    return IntStream.range(0, count)
        .mapToObj(minute -> PeakFields.minute(LocalTime.MIN.plusMinutes(minute)))
        .toArray(String[]::new);
  }

  /** In steps that Redis does not feel. */
  private void remove(LocalDate day, String... minutes) {
    for (int from = 0; from < minutes.length; from += STEP) {
      String[] some = Arrays.copyOfRange(minutes, from, Math.min(from + STEP, minutes.length));
      pool.use(masters -> masters.call(pipeline -> pipeline.hdel(keys.peak(day), some)));
    }
  }
}
