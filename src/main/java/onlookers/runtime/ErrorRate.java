package onlookers.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Errors of one connection: all, and those of this minute and the one before. */
final class ErrorRate {
  /** So many errors within a minute are no blink. */
  static final int MANY = 10;

  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongAdder total = new LongAdder();
  private long minuteStart;
  private int before;
  private int now;

  ErrorRate(long nanos) {
    minuteStart = nanos;
  }

  /** Counts one more; returns whether these are many, once a minute. */
  synchronized boolean add(long nanos) {
    total.increment();
    turn(nanos);
    now++;
    return now == MANY;
  }

  /** How many there were, ever. */
  long total() {
    return total.sum();
  }

  synchronized boolean areMany(long nanos) {
    turn(nanos);
    return now >= MANY || before >= MANY;
  }

  synchronized boolean areAny(long nanos) {
    turn(nanos);
    return now > 0 || before > 0;
  }

  private void turn(long nanos) {
    long passed = (nanos - minuteStart) / MINUTE_NANOS;
    if (passed > 0) {
      before = passed == 1 ? now : 0;
      now = 0;
      minuteStart += passed * MINUTE_NANOS;
    }
  }
}
