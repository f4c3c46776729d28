package onlookers.presence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.runtime.Scheduler;

/**
 * How fast events are carried out whose clients ask faster than they are answered: all of these
 * clients together may do about {@code 2 × 4,000} things a second, so that a crowd of them leaves
 * Redis and this node the time for others. The few whom nobody notices go on at once.
 */
final class FloodThrottle {
  private static final Duration SHARE = Duration.ofNanos(250_000);

  /** A shorter pause is none. */
  private static final Duration MOMENT = Duration.ofMillis(2);

  private final Scheduler scheduler;
  private final AtomicInteger crowd = new AtomicInteger();

  FloodThrottle(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Events of the session begin to wait for answers: for a time, whatever becomes of these. */
  void begins(Session session) {
    crowd.incrementAndGet();
    limit(session);
  }

  private void limit(Session session) {
    scheduler.after(
        SessionResumer.LIMIT,
        () -> {
          if (session.stopWaiting()) {
            limit(session);
          } else {
            crowd.decrementAndGet();
          }
        });
  }

  /** All that the session has asked is answered. */
  void answered(Session session) {
    Duration pause = SHARE.multipliedBy(crowd.get());
    if (pause.compareTo(MOMENT) < 0) {
      session.goOn();
    } else if (session.pause()) {
      scheduler.after(pause, session::endPause);
    }
  }
}
