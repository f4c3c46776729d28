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

  /** Events of a client begin to wait for answers: for a time, whatever becomes of these. */
  void begins(EventQueue events) {
    crowd.incrementAndGet();
    limit(events);
  }

  private void limit(EventQueue events) {
    scheduler.after(
        EventQueue.MAX_WAIT,
        () -> {
          if (events.stopWaiting()) {
            limit(events);
          } else {
            crowd.decrementAndGet();
          }
        });
  }

  /** All that the client has asked is answered. */
  void answered(EventQueue events) {
    Duration pause = SHARE.multipliedBy(crowd.get());
    if (pause.compareTo(MOMENT) < 0) {
      events.run();
    } else if (events.pause()) {
      scheduler.after(pause, events::endPause);
    }
  }
}
