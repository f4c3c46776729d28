package onlookers.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one client address uses of this node: how many sockets it has open, and how many frames came
 * from it in the current minute, by whatever socket. A client that connects anew for each minute's
 * worth of frames so finds the door closed as one that stays.
 *
 * <p>An address may be that of a whole office: it may send {@code limit.messages} for each of the
 * sockets that it had open at once in that minute, and for {@value #TOLERATED} where it had fewer,
 * so that nobody is refused for reloading pages.
 */
final class AddressUse {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Sockets for which any address may send, whether it has them open or not. */
  static final int TOLERATED = 10;

  private final int limit;
  private final AtomicLong frames = new AtomicLong();
  private volatile long windowStartNanos;
  private volatile int mostOpen;

  @GuardedBy("this")
  private int open;

  /**
   * @param limit frames in a minute for each socket, 0 for any number
   */
  AddressUse(int limit, long nowNanos) {
    this.limit = limit;
    this.windowStartNanos = nowNanos;
  }

  /** One socket more. */
  synchronized void enter() {
    open++;
    mostOpen = Math.max(mostOpen, open);
  }

  /** One socket less. */
  synchronized void leave() {
    open--;
  }

  /** How many sockets it has open. */
  synchronized int open() {
    return open;
  }

  /** Counts a frame; returns whether it is within the limit. Takes no lock but once a minute. */
  boolean allows(long nowNanos) {
    if (limit == 0) {
      return true;
    }
    if (isOld(nowNanos)) {
      beginWindow(nowNanos);
    }
    return frames.incrementAndGet() <= (long) limit * Math.max(TOLERATED, mostOpen);
  }

  private boolean isOld(long nowNanos) {
    return nowNanos - windowStartNanos >= WINDOW.toNanos();
  }

  private synchronized void beginWindow(long nowNanos) {
    if (isOld(nowNanos)) {
      windowStartNanos = nowNanos;
      frames.set(0);
      mostOpen = open;
    }
  }

  /** Whether there is nothing to be remembered any more. */
  synchronized boolean isOver(long nowNanos) {
    return open == 0 && (limit == 0 || isOld(nowNanos));
  }
}
