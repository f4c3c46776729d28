package onlookers.gc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import onlookers.presence.CollectorStore;
import onlookers.presence.CollectorStore.Lock;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Scheduler;

/**
 * Whether this node is the one that collects. The lock lasts a third of {@code node.lease}; this
 * node stops believing that it has it before Redis lets go.
 *
 * <p>Each exchange about the lock also shows that Redis is there. One that breaks is never repeated
 * unseen ({@link CollectorStore#lock}), so that this class knows of every break: from then on this
 * node has been in touch for no time at all.
 */
final class CollectorLock {
  private final CollectorStore store;
  private final Duration length;
  private final PendingEvents pendingEvents;
  private final Scheduler time;
  private final BooleanSupplier redisUp;

  @GuardedBy("this")
  private long heldUntilNanos;

  @GuardedBy("this")
  private boolean held;

  @GuardedBy("this")
  private boolean listening;

  @GuardedBy("this")
  private long inTouchSinceNanos;

  @GuardedBy("this")
  private boolean inTouch;

  @GuardedBy("this")
  private long lastNanos;

  /**
   * @param redisUp whether this node can renew its own lease, too: the lock may lie on another
   *     master than the leases and the sessions, and be kept while those are out of reach
   */
  CollectorLock(
      CollectorStore store,
      Duration lease,
      PendingEvents pendingEvents,
      Scheduler time,
      BooleanSupplier redisUp) {
    this.store = store;
    this.length = lease.dividedBy(3);
    this.pendingEvents = pendingEvents;
    this.time = time;
    this.redisUp = redisUp;
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

  /** Whether each exchange for so long, up to now, went well, and this node's own did, too. */
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
      store.unlock();
    }
  }

  @GuardedBy("this")
  private void renew(boolean force) {
    long asked = time.nanoTime();
    Lock answer = lock(force);
    heldUntilNanos = asked + length.toNanos();
    boolean paused = asked - lastNanos > length.toNanos(); // this process was frozen meanwhile
    if (!inTouch || paused || !redisUp.getAsBoolean()) {
      inTouch = true;
      inTouchSinceNanos = asked;
    }
    lastNanos = asked;
    set(answer != Lock.ELSEWHERE);
    if (answer == Lock.TAKEN) {
      pendingEvents.listening(); // what ended before may have been missed
    }
  }

  @GuardedBy("this")
  private Lock lock(boolean force) {
    try {
      return store.lock(length, force);
    } catch (UnavailableException e) {
      inTouch = false;
      set(false);
      throw e;
    }
  }

  @GuardedBy("this")
  private void set(boolean locked) {
    held = locked;
    if (locked != listening) {
      store.listen(locked ? pendingEvents : null);
      listening = locked;
    }
  }
}
