package onlookers.redis.write;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A clock that goes on only while Redis answers. What a failover may lose is remembered for a while
 * by this time: however long it takes until another master is found (Sentinel waits for half a
 * minute by its own default), what was acknowledged shortly before the loss is still remembered.
 */
public final class ConnectedTime implements LongSupplier {
  /** How long what was acknowledged may still be lost, by asynchronous replication. */
  public static final Duration REMEMBERED = Duration.ofSeconds(30);

  /**
   * Between two answers that are further apart Redis was away, or this process stood still; a node
   * asks each second.
   */
  static final Duration MAX_GAP = Duration.ofSeconds(3);

  private final LongSupplier nanoTime;
  private long answeredNanos;
  private volatile long connectedNanos;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public ConnectedTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.answeredNanos = nanoTime.getAsLong();
  }

  /** Redis has answered. Called by one thread. */
  public void answered() {
    long now = nanoTime.getAsLong();
    long passed = now - answeredNanos;
    answeredNanos = now;
    if (passed <= MAX_GAP.toNanos()) {
      long before = connectedNanos;
      connectedNanos = before + passed;
    }
  }

  /** Nanoseconds in which Redis has answered, up to the last time that it did. */
  @Override
  public long getAsLong() {
    return connectedNanos;
  }
}
