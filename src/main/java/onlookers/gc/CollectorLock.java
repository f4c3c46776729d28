package onlookers.gc;

import java.time.Duration;
import onlookers.presence.Garbage;
import onlookers.presence.Garbage.Lock;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Scheduler;

/**
 * Whether this node is the one that collects. The lock lasts a third of {@code node.lease}; this
 * node stops believing that it has it before Redis lets go.
 *
 * <p>Each exchange about the lock also shows that Redis is there. One that breaks is never repeated
 * unseen ({@link Garbage#lock}), so that this class knows of every break: from then on this node
 * has been in touch for no time at all.
 */
final class CollectorLock {
  private final Garbage garbage;
  private final Duration length;
  private final Hearsay hearsay;
  private final Scheduler time;
  private long heldUntilNanos;
  private boolean held;
  private boolean listening;
  private long inTouchSinceNanos;
  private boolean inTouch;
  private long lastNanos;

  CollectorLock(Garbage garbage, Duration lease, Hearsay hearsay, Scheduler time) {
    this.garbage = garbage;
    this.length = lease.dividedBy(3);
    this.hearsay = hearsay;
    this.time = time;
  }

  /**
   * Asks for the lock, or keeps it.
   *
   * @throws UnavailableException when Redis is out of reach; then this node has it no longer
   */
  synchronized void keep() {
    renew(false);
  }

  /**
   * Takes the lock from whoever has it.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  synchronized void take() {
    if (held()) {
      return;
    }
    try {
      renew(true);
    } catch (UnavailableException broken) { // by a restart of Redis, perhaps, long ago
      renew(true);
    }
  }

  synchronized boolean held() {
    return held && time.nanoTime() - heldUntilNanos < 0;
  }

  /** Whether each exchange for so long, up to now, went well. */
  synchronized boolean inTouchFor(Duration span) {
    return inTouch && time.nanoTime() - inTouchSinceNanos >= span.toNanos();
  }

  /**
   * Gives the lock up if this node has it; where that cannot be said to Redis, it ends by itself.
   */
  synchronized void giveUp() {
    boolean ours = held();
    set(false);
    if (ours) {
      garbage.unlock();
    }
  }

  private void renew(boolean force) {
    long asked = time.nanoTime();
    Lock answer = lock(force);
    heldUntilNanos = asked + length.toNanos();
    boolean paused = asked - lastNanos > length.toNanos(); // this process was frozen meanwhile
    if (!inTouch || paused) {
      inTouch = true;
      inTouchSinceNanos = asked;
    }
    lastNanos = asked;
    set(answer != Lock.ELSEWHERE);
    if (answer == Lock.TAKEN) {
      hearsay.listening(); // nobody may have heard what ended before
    }
  }

  private Lock lock(boolean force) {
    try {
      return garbage.lock(length, force);
    } catch (UnavailableException e) {
      inTouch = false;
      set(false);
      throw e;
    }
  }

  private void set(boolean locked) {
    held = locked;
    if (locked != listening) {
      garbage.listen(locked ? hearsay : null);
      listening = locked;
    }
  }
}
