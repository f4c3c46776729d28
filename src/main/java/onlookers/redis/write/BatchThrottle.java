package onlookers.redis.write;

import java.time.Duration;

/**
 * Group commit: while batches are few each leaves at once; when they are many, each waits a moment
 * in which others join it, so that a round trip is shared. The generic cell rate algorithm (ITU-T
 * I.371): {@value #BURST} batches at any time, and 400 a second in the long run.
 *
 * <p>Not thread safe: it belongs to the ordered thread.
 */
final class BatchThrottle {
  /** The longest that a batch waits. */
  static final Duration INTERVAL = Duration.ofNanos(2_500_000);

  static final int BURST = 20;

  private static final long INTERVAL_NANOS = INTERVAL.toNanos();
  private static final long TOLERANCE_NANOS = BURST * INTERVAL_NANOS;

  /** When a batch would be due if they came one an interval. */
  private long dueNanos;

  BatchThrottle(long nowNanos) {
    dueNanos = nowNanos;
  }

  /** Counts one more batch; answers for how many nanoseconds it is to wait, 0 to 2.5 ms. */
  long next(long nowNanos) {
    if (dueNanos - nowNanos < 0) {
      dueNanos = nowNanos;
    }
    long wait = Math.max(0, dueNanos - TOLERANCE_NANOS - nowNanos);
    dueNanos += INTERVAL_NANOS;
    return Math.min(wait, INTERVAL_NANOS);
  }
}
