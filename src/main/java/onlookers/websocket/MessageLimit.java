package onlookers.websocket;

import java.time.Duration;

/**
 * Frames that one client may send in a minute. The minute begins with the first frame after the
 * last one's end.
 */
final class MessageLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int limit;
  private int count;
  private long windowStartNanos;

  /**
   * @param limit frames in a minute, 0 for any number
   */
  MessageLimit(int limit) {
    this.limit = limit;
  }

  /** Counts a frame; returns whether it is within the limit. */
  boolean allows(long nowNanos) {
    if (limit == 0) {
      return true;
    }
    if (count == 0 || nowNanos - windowStartNanos >= WINDOW.toNanos()) {
      windowStartNanos = nowNanos;
      count = 0;
    }
    return ++count <= limit;
  }
}
