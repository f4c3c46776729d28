package onlookers.redis.collect;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Bounds how many entries a second a long walk looks at, so that Redis feels as little of a million
 * entries as of a thousand. The generic cell rate algorithm (ITU-T I.371), with a burst of one
 * second: what is short is not slowed down.
 *
 * <p>Not thread safe: one walk at a time.
 */
public final class EntryThrottle {
  private static final long BURST_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final LongConsumer pause;
  private final long nanosPerEntry;
  private long dueNanos;

  /**
   * A throttle with an injected time and pause; see {@link #ofThread} for the usual one.
   *
   * @param entriesPerSecond how many entries pass in the long run, from 1
   * @param nanoTime the time
   * @param pause waits so many nanoseconds
   */
  public EntryThrottle(int entriesPerSecond, LongSupplier nanoTime, LongConsumer pause) {
    this.nanosPerEntry = TimeUnit.SECONDS.toNanos(1) / entriesPerSecond;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.dueNanos = nanoTime.getAsLong();
  }

  /** One that lets the calling thread sleep; an interrupt ends the pause, and is kept. */
  public static EntryThrottle ofThread(int entriesPerSecond) {
    return new EntryThrottle(entriesPerSecond, System::nanoTime, LockSupport::parkNanos);
  }

  /** One that never waits. */
  public static EntryThrottle none() {
    return new EntryThrottle(Integer.MAX_VALUE, () -> 0, nanos -> {});
  }

  /** So many entries were looked at: waits if they were too many by now. */
  public void pass(int entries) {
    long now = nanoTime.getAsLong();
    if (dueNanos - now < 0) {
      dueNanos = now;
    }
    dueNanos += entries * nanosPerEntry;
    long wait = dueNanos - BURST_NANOS - now;
    if (wait > 0) {
      pause.accept(wait);
    }
  }
}
