package onlookers.presence;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the site's total is read, and who receives it. However many watch it, one read is
 * under way, and the next begins a second after that has ended; while nobody watches there is none.
 *
 * <p>All of it happens on the notifier, so that nobody receives an older number after a newer one.
 * While Redis is away, the number is that of this node's own sessions.
 */
final class SiteBroadcaster {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long UNKNOWN = -1;

  /** Whoever came during a pause receives the number after next, if they missed the next. */
  private static final int ROUNDS = 2;

  private final SiteReader reader;
  private final CountsPublisher publisher;
  private final Executor notifier;
  private final Scheduler scheduler;
  private final LongSupplier own;

  private enum Phase {
    /** Nobody watches. */
    IDLE,
    READING,
    PAUSING
  }

  private Phase phase = Phase.IDLE;
  private int watchers;
  private boolean degraded;

  /** How often Redis went or came back: what was asked before it did is not sent after it. */
  private int era;

  /** What was sent last, or was to be. */
  private long known = UNKNOWN;

  /** So many times more the number is sent although it is the same. */
  private int roundsToPublish;

  /**
   * @param own counts the sessions of this node that view anything
   */
  SiteBroadcaster(
      SiteReader reader, CountsPublisher publisher, PresenceTools tools, LongSupplier own) {
    this.reader = reader;
    this.publisher = publisher;
    this.notifier = tools.notifier();
    this.scheduler = tools.scheduler();
    this.own = own;
  }

  /** The listener has begun to watch the site, and is to be answered. */
  void watch(SessionListener listener) {
    notifier.execute(() -> join(listener));
  }

  /** One that watched no longer does. */
  void unwatch() {
    notifier.execute(() -> watchers--);
  }

  private void join(SessionListener listener) {
    watchers++;
    roundsToPublish = ROUNDS;
    if (phase == Phase.IDLE) {
      read();
    } else if (phase == Phase.PAUSING && known != UNKNOWN) {
      listener.online(known);
    }
  }

  /**
   * Redis has gone, or is back and knows this node's sessions. What that means for the number is
   * published when the next one is due. Runs on the notifier.
   *
   * @param alone whether it has gone
   */
  void switchTo(boolean alone) {
    degraded = alone;
    era++;
    roundsToPublish = ROUNDS;
    known = alone ? own.getAsLong() : UNKNOWN;
  }

  private void read() {
    phase = Phase.READING;
    if (degraded) {
      publish(own.getAsLong());
      return;
    }
    int asked = era;
    reader.read().whenComplete((total, failure) -> notifier.execute(() -> answered(asked, total)));
  }

  private void answered(int asked, @Nullable SiteTotal total) {
    if (asked != era) {
      read();
    } else if (total == null) {
      known = UNKNOWN;
      pause();
    } else {
      publish(total.viewers());
    }
  }

  private void publish(long viewers) {
    boolean news = viewers != known || roundsToPublish > 0;
    known = viewers;
    roundsToPublish = Math.max(0, roundsToPublish - 1);
    pause();
    if (news) {
      publisher.online(viewers);
    }
  }

  private void pause() {
    phase = Phase.PAUSING;
    scheduler.after(PAUSE, () -> notifier.execute(this::goOn));
  }

  private void goOn() {
    if (watchers > 0) {
      read();
    } else {
      phase = Phase.IDLE;
    }
  }
}
