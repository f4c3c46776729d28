package onlookers.redis.schema;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The fields of {@link Keys#peak}: a minute is {@code HH:mm}, an hour {@code HH}, in digits of
 * ASCII whatever the language of the machine.
 */
public final class PeakFields {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH", Locale.ROOT);
  private static final List<String> HOURS =
      IntStream.range(0, 24).mapToObj(hour -> HOUR.format(LocalTime.of(hour, 0))).toList();

  private PeakFields() {}

  /** The field of the minute that the time is in. */
  public static String minute(TemporalAccessor time) {
    return MINUTE.format(time);
  }

  /** The field of the hour that the time is in. */
  public static String hour(LocalDateTime time) {
    return HOUR.format(time);
  }

  /** The fields of all hours of a day, in their order. */
  public static String[] hours() {
    return HOURS.toArray(String[]::new);
  }
}
