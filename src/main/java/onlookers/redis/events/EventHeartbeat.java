package onlookers.redis.events;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether events come: every 5 s one of each kind is made, on a key of this node's own, and has to
 * be received within 2 s. Only the arithmetic of that. Thread safe: events are received on another
 * thread than they are made on.
 */
final class EventHeartbeat {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** The same while nothing is received. */
  static final Duration RETRY = Duration.ofSeconds(1);

  static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** Of a string, of a set, and a generic one. */
  private static final Set<String> KINDS = Set.of("set", "sadd", "del");

  @GuardedBy("this")
  private final Set<String> awaited = new HashSet<>();

  @GuardedBy("this")
  private boolean receiving = true;

  @GuardedBy("this")
  private long madeNanos;

  @GuardedBy("this")
  private long receivedNanos;

  @GuardedBy("this")
  private long nextNanos;

  @GuardedBy("this")
  private long reconnectNanos;

  EventHeartbeat(long nowNanos) {
    reconnectNanos = nowNanos;
    receivedNanos = nowNanos;
    nextNanos = nowNanos;
  }

  synchronized boolean isDue(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /** The next one is due at once: the connection is new. */
  synchronized void dueNow(long nowNanos) {
    nextNanos = nowNanos;
    awaited.clear();
  }

  /** Events are about to be made. */
  synchronized void making(long nowNanos) {
    if (awaited.isEmpty()) { // else the time limit of those before runs on
      madeNanos = nowNanos;
    }
    awaited.addAll(KINDS);
    nextNanos = nowNanos + (receiving ? INTERVAL : RETRY).toNanos();
  }

  /** They could not be made. */
  synchronized void failed(long nowNanos) {
    awaited.clear();
    nextNanos = nowNanos + RETRY.toNanos();
  }

  /**
   * An event was received; returns whether it is now known, and was not before, that events come.
   */
  synchronized boolean received(String event, long nowNanos) {
    if (!awaited.remove(event) || !awaited.isEmpty()) {
      return false;
    }
    receivedNanos = nowNanos;
    nextNanos = nowNanos + INTERVAL.toNanos();
    boolean news = !receiving;
    receiving = true;
    return news;
  }

  /**
   * Whether the connection is to be made anew, because what was made was not received on it.
   *
   * @param pause for which it is not said again
   */
  synchronized boolean mustReconnect(long nowNanos, Duration pause) {
    if (!isOverdue(nowNanos, MAX_WAIT) || nowNanos - reconnectNanos < 0) {
      return false;
    }
    reconnectNanos = nowNanos + pause.toNanos();
    return true;
  }

  /** Whether what was made has not been received for so long. */
  synchronized boolean isOverdue(long nowNanos, Duration maxWait) {
    return !awaited.isEmpty() && nowNanos - madeNanos >= maxWait.toNanos();
  }

  /**
   * Returns whether it is now known, and was not before, that events do not come.
   *
   * @param maxWait how long to wait for what was made
   */
  synchronized boolean checkSilent(long nowNanos, Duration maxWait) {
    boolean late = nowNanos - receivedNanos >= INTERVAL.plus(MAX_WAIT).toNanos();
    return receiving && (late || isOverdue(nowNanos, maxWait)) && silent();
  }

  /** Events cannot come; returns whether that is news. */
  synchronized boolean silent() {
    boolean news = receiving;
    receiving = false;
    return news;
  }
}
