package onlookers.redis.write;

import java.time.Duration;

/**
 * Group commit: while batches are few each leaves at once; when they are many, each waits a moment
 * in which others join it, so that a round trip is shared. The generic cell rate algorithm (ITU-T
 * I.371): {@value #BURST} round trips at any time, and 400 a second in the long run. What a batch
 * takes beyond two is not waited for.
 *
 * <p>Not thread safe: it belongs to the ordered thread.
 */
final class BatchThrottle {
  /** A round trip is due once in so long. */
  static final Duration INTERVAL = Duration.ofNanos(2_500_000);

  /** The longest that a batch waits: as long as one of two round trips is to take. */
  static final Duration LONGEST = INTERVAL.multipliedBy(2);

  static final int BURST = 20;

  private static final long INTERVAL_NANOS = INTERVAL.toNanos();
  private static final long LONGEST_NANOS = LONGEST.toNanos();
  private static final long TOLERANCE_NANOS = BURST * INTERVAL_NANOS;

  /** When a round trip would be due if they came one an interval. */
  private long dueNanos;

  BatchThrottle(long nowNanos) {
    dueNanos = nowNanos;
  }

  /**
   * Counts the first round trip of one more batch; answers for how many nanoseconds it is to wait,
   * 0 to 5 ms.
   */
  long next(long nowNanos) {
    if (dueNanos - nowNanos < 0) {
      dueNanos = nowNanos;
    }
    long due = Math.max(0, dueNanos - TOLERANCE_NANOS - nowNanos);
    long wait = Math.min(due, LONGEST_NANOS);
    dueNanos += INTERVAL_NANOS - (due - wait); // more than that is never owed
    return wait;
  }

  /** Counts what the batch took besides the first. */
  void further(int roundTrips) {
    dueNanos += roundTrips * INTERVAL_NANOS;
  }
}
