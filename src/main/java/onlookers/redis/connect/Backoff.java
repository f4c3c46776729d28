package onlookers.redis.connect;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pauses between attempts: 50 ms, doubled each time up to 1 s, each shortened by up to half at
 * random.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Duration next = FIRST;

  /** The next pause is the first again. */
  public void reset() {
    next = FIRST;
  }

  /** Pauses; an interrupt ends the pause, and is kept. */
  public void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(next());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long the next pause is, in nanoseconds; the one after it is longer. */
  public long next() {
    long nanos = next.toNanos();
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    return ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1);
  }

  /**
   * Whether Redis was silent, rather than gone: then trying again at once would only be silent
   * again.
   */
  public static boolean isTimeout(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
