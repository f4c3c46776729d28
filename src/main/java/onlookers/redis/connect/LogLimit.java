package onlookers.redis.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets a few lines into the log every ten seconds, and each of them once: enough to name each of
 * several keys, and not so many that the log says nothing else.
 */
public final class LogLimit {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int LINES = 10;

  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final Set<String> written = new HashSet<>();

  @GuardedBy("this")
  private long windowStart;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public LogLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  /** Whether the line may be written; if so, it is remembered. */
  public synchronized boolean permits(String line) {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= WINDOW.toNanos()) {
      windowStart = now;
      written.clear();
    }
    return written.size() < LINES && written.add(line);
  }
}
