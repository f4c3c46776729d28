package onlookers.gc;

import java.time.Duration;
import onlookers.presence.Garbage;
import onlookers.presence.UnavailableException;

/**
 * Whether this node is the one that collects. The lock lasts a third of {@code node.lease}; this
 * node stops believing that it has it before Redis lets go.
 */
final class CollectorLock {
  private final Garbage garbage;
  private final Duration length;
  private final Hearsay hearsay;
  private long heldUntilNanos;
  private boolean held;
  private long inTouchSinceNanos;
  private boolean inTouch;
  private long lastNanos;

  CollectorLock(Garbage garbage, Duration lease, Hearsay hearsay) {
    this.garbage = garbage;
    this.length = lease.dividedBy(3);
    this.hearsay = hearsay;
  }

  /** Asks for the lock, or keeps it. */
  synchronized void keep() {
    try {
      renew(false);
    } catch (UnavailableException e) {
      inTouch = false;
      set(false);
    }
  }

  /**
   * Takes the lock from whoever has it.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  synchronized void take() {
    if (!held()) {
      renew(true);
    }
  }

  synchronized boolean held() {
    return held && System.nanoTime() - heldUntilNanos < 0;
  }

  /** Whether each exchange for so long, up to now, went well. */
  synchronized boolean inTouchFor(Duration time) {
    return inTouch && System.nanoTime() - inTouchSinceNanos >= time.toNanos();
  }

  synchronized void giveUp() {
    try {
      if (held()) {
        set(false);
        garbage.unlock();
      }
    } catch (UnavailableException e) {
      held = false; // it ends by itself
    }
  }

  private void renew(boolean force) {
    long asked = System.nanoTime();
    boolean locked = garbage.lock(length, force);
    heldUntilNanos = asked + length.toNanos();
    boolean paused = asked - lastNanos > length.toNanos(); // this process was frozen meanwhile
    if (!inTouch || paused) {
      inTouch = true;
      inTouchSinceNanos = asked;
    }
    lastNanos = asked;
    set(locked);
  }

  private void set(boolean locked) {
    if (locked != held) {
      held = locked;
      garbage.listen(locked ? hearsay : null);
    }
  }
}
