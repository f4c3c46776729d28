package onlookers.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be done when, for many things and few looks: a bucket for each tick, so that adding
 * and taking cost the same however many wait. Things come at the end of their tick, never early.
 * Thread safe.
 *
 * @param <T> what waits
 */
public final class TimerWheel<T> {
  private final Scheduler time;
  private final long tickNanos;
  private final long startNanos;

  @GuardedBy("this")
  private final Map<Long, List<T>> buckets = new HashMap<>();

  /** The first tick that was not taken yet. */
  @GuardedBy("this")
  private long next;

  /**
   * @param time the time
   * @param tick how exact it is to be
   */
  public TimerWheel(Scheduler time, Duration tick) {
    this.time = time;
    this.tickNanos = tick.toNanos();
    this.startNanos = time.nanoTime();
  }

  /** The thing is due after the delay. */
  public synchronized void add(T thing, Duration delay) {
    long due = Math.floorDiv(passed() + delay.toNanos() + tickNanos - 1, tickNanos);
    buckets.computeIfAbsent(Math.max(due, next), tick -> new ArrayList<>(1)).add(thing);
  }

  /** Whether nothing waits. */
  public synchronized boolean isEmpty() {
    return buckets.isEmpty();
  }

  /** Takes what is due by now, the oldest tick first. */
  public synchronized List<T> takeDue() {
    List<T> due = new ArrayList<>();
    long now = Math.floorDiv(passed(), tickNanos);
    for (; next <= now && !buckets.isEmpty(); next++) {
      List<T> bucket = buckets.remove(next);
      if (bucket != null) {
        due.addAll(bucket);
      }
    }
    next = Math.max(next, now + 1);
    return due;
  }

  private long passed() {
    return time.nanoTime() - startNanos;
  }
}
