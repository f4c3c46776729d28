package onlookers.gc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import onlookers.presence.CollectorStore;
import onlookers.presence.CollectorStore.Pace;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * Sweeps, one sweep at a time, and measures when and for how long. Returns how many sessions were
 * removed. Thread safe.
 */
final class Sweeper {
  private final CollectorStore store;
  private final NodeMetrics nodeMetrics;
  private final Scheduler time;
  private final InstantSource clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** Who waits in {@link #sweepNext}, or is at it. */
  private final AtomicInteger awaited = new AtomicInteger();

  /**
   * @param time measures how long a sweep takes
   * @param clock the time of day, for when the last sweep was
   */
  Sweeper(CollectorStore store, NodeMetrics nodeMetrics, Scheduler time, InstantSource clock) {
    this.store = store;
    this.nodeMetrics = nodeMetrics;
    this.time = time;
    this.clock = clock;
  }

  /**
   * Sweeps once the sweep that is under way has ended.
   *
   * @param goOn asked between the steps; when it is false the sweep ends early
   * @throws UnavailableException when Redis is out of reach
   */
  long sweep(Pace pace, BooleanSupplier goOn) {
    oneAtATime.lock();
    try {
      long start = time.nanoTime();
      long removed = store.sweep(goOn, pace) + store.scan(goOn);
      long took = time.nanoTime() - start;
      nodeMetrics.set(Gauge.LAST_SWEEP_MILLIS, Duration.ofNanos(took).toMillis());
      nodeMetrics.set(Gauge.LAST_SWEEP_AT, clock.millis());
      return removed;
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * Sweeps briskly for an administrator who waits for it: {@link #isAwaited} lets a calm sweep make
   * room.
   *
   * @param takeLock makes this node the one that collects, when no other sweep is under way: who
   *     takes the lock has a sweep fall due, which would take the work away
   */
  long sweepNext(Runnable takeLock, BooleanSupplier goOn) {
    awaited.incrementAndGet();
    oneAtATime.lock();
    try {
      takeLock.run();
      return sweep(Pace.BRISK, goOn);
    } finally {
      oneAtATime.unlock();
      awaited.decrementAndGet();
    }
  }

  /** Whether an administrator waits for a sweep, or for its end. */
  boolean isAwaited() {
    return awaited.get() > 0;
  }
}
