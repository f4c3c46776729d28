package onlookers.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Whether the collector's lock is in somebody's hands, and when a sweep of any node last ended. */
public final class CollectorHealth {
  private final LongSupplier nanoTime;
  private volatile boolean collecting;
  private volatile boolean lockAsked;
  private volatile long lockSeenNanos;
  private volatile long lockMaxWaitNanos;
  private volatile long sweptAt;
  private volatile long newsOfSweepNanos;
  private volatile long sweepMaxAgeNanos;

  /**
   * Nothing is known yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  CollectorHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The lock was asked for for the first time: from now on somebody is to have it.
   *
   * @param maxWait for how long nobody may know who has it
   */
  public void lockWanted(Duration maxWait) {
    lockMaxWaitNanos = maxWait.toNanos();
    lockSeenNanos = nanoTime.getAsLong();
    lockAsked = true;
  }

  /** Redis has said who has the collector's lock: this node, or another one. */
  public void lockSeen(boolean ours) {
    collecting = ours;
    lockSeenNanos = nanoTime.getAsLong();
  }

  /** Redis has not said it. */
  public void lockUnknown() {
    collecting = false;
  }

  /** Whether this node has the collector's lock. */
  public boolean collecting() {
    return collecting;
  }

  /** Seconds since somebody was last known to have the collector's lock; 0 before the start. */
  public double lockUnknownSeconds() {
    return lockAsked ? (nanoTime.getAsLong() - lockSeenNanos) / 1e9 : 0;
  }

  /**
   * What the nodes publish of their sweeps.
   *
   * @param seconds when the last one of any node ended, since 1970; 0 when that is not known
   * @param maxAge for how long there may be none
   */
  public void swept(long seconds, Duration maxAge) {
    long now = nanoTime.getAsLong();
    if (seconds == 0 || seconds != sweptAt) {
      newsOfSweepNanos = now;
    }
    if (seconds != 0) {
      sweptAt = seconds;
    }
    sweepMaxAgeNanos = maxAge.toNanos();
  }

  /** When a sweep of any node last ended, in seconds since 1970; 0 when that is not known. */
  public long sweptAt() {
    return sweptAt;
  }

  /** What is not as it should be, as {@link RedisHealth#troubles}. */
  List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    long now = nanoTime.getAsLong();
    if (lockAsked && now - lockSeenNanos > lockMaxWaitNanos) {
      troubles.add(
          "nobody is known to have the collector's lock for "
              + Duration.ofNanos(now - lockSeenNanos).toSeconds()
              + " s: sessions that have ended may stay");
    }
    if (sweptAt != 0 && now - newsOfSweepNanos > sweepMaxAgeNanos) {
      troubles.add(
          "no node has ended a sweep for "
              + Duration.ofNanos(now - newsOfSweepNanos).toSeconds()
              + " s: sessions whose end was not noticed stay in the counts");
    }
    return troubles;
  }
}
