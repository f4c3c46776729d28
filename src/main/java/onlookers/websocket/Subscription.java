package onlookers.websocket;

import onlookers.presence.Counts;
import onlookers.protocol.Change;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place on one post. Its fields belong to the connection's {@link Outbox} and are
 * touched only while holding that one's monitor.
 */
final class Subscription implements Outbox.Item {
  private static final long NOTHING = -1;

  final Outbox outbox;

  /** Hears nothing before its own answer, so that the first counts include what it did itself. */
  boolean awaitingSnapshot = true;

  boolean left;
  boolean queued;
  @Nullable CountsFrame pending;

  // Numbers rather than counts: a reference from here to each new frame's counts would be work for
  // the garbage collector, once a push.
  private long viewersHeard = NOTHING;
  private long viewsHeard;

  Subscription(Outbox outbox) {
    this.outbox = outbox;
  }

  boolean hasHeard(Counts counts) {
    return counts.viewers() == viewersHeard && counts.views() == viewsHeard;
  }

  void hear(Counts counts) {
    viewersHeard = counts.viewers();
    viewsHeard = counts.views();
  }

  /** What is news in these counts, which are not what was heard last. */
  Change change(Counts counts) {
    if (viewersHeard == NOTHING) {
      return Change.BOTH;
    }
    boolean sameViewers = counts.viewers() == viewersHeard;
    boolean sameViews = counts.views() == viewsHeard;
    return sameViewers ? Change.VIEWS : sameViews ? Change.VIEWERS : Change.BOTH;
  }

  /** Takes counts that everyone on the post hears. */
  void tell(CountsFrame frame) {
    outbox.offer(this, frame, false);
  }

  /** Takes counts that answer what this connection asked. */
  void answer(CountsFrame frame) {
    outbox.offer(this, frame, true);
  }
}
