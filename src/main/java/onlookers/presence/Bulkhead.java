package onlookers.presence;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import onlookers.runtime.Scheduler;

/**
 * Lets only so many do a thing at once that may last, so that those who cannot do it hold no
 * thread. A few more wait a moment for their turn, as long as turns come: when nobody comes to an
 * end, the others are refused at once.
 */
final class Bulkhead {
  private final int permits;
  private final Semaphore free;
  private final Semaphore places;
  private final Duration maxWait;
  private final Scheduler time;
  private volatile long movedNanos;

  /**
   * @param permits how many may do it at once
   * @param places how many more may wait for their turn
   * @param maxWait how long each of these waits, and how long the last turn may be ago
   * @param time measures how long ago it was
   */
  Bulkhead(int permits, int places, Duration maxWait, Scheduler time) {
    this.permits = permits;
    this.free = new Semaphore(permits, true);
    this.places = new Semaphore(places);
    this.maxWait = maxWait;
    this.time = time;
  }

  /**
   * Does it.
   *
   * @throws UnavailableException when it is nobody's turn in time; whatever the work throws
   */
  <T> T call(Supplier<T> work) {
    enter();
    try {
      T result = work.get();
      movedNanos = time.nanoTime();
      return result;
    } finally {
      free.release();
    }
  }

  private void enter() {
    if (free.availablePermits() == permits) {
      movedNanos = time.nanoTime(); // after a quiet time the first turn is none too long ago
    }
    if (!free.tryAcquire()) {
      awaitTurn();
    }
  }

  private void awaitTurn() {
    if (time.nanoTime() - movedNanos >= maxWait.toNanos() || !places.tryAcquire()) {
      throw tooMany();
    }
    try {
      if (!free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooMany();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    } finally {
      places.release();
    }
  }

  private static UnavailableException tooMany() {
    return new UnavailableException("too many wait for Redis");
  }

  /** How many could begin now. */
  int available() {
    return free.availablePermits();
  }
}
