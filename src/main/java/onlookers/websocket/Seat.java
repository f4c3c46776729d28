package onlookers.websocket;

import onlookers.presence.Counts;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place on one post. Its fields belong to the connection's {@link Outbox} and are
 * touched only while holding that one's monitor.
 */
final class Seat implements Outbox.Item {
  private static final long NOTHING = -1;

  final Outbox outbox;

  /** Hears nothing before its own answer, so that the first counts include what it did itself. */
  boolean hushed = true;

  boolean left;
  boolean queued;
  @Nullable CountsFrame pending;

  // Numbers rather than counts: a reference from here to each new frame's counts would be work for
  // the garbage collector, once a push.
  private long viewersHeard = NOTHING;
  private long viewsHeard;

  Seat(Outbox outbox) {
    this.outbox = outbox;
  }

  boolean hasHeard(Counts counts) {
    return counts.viewers() == viewersHeard && counts.views() == viewsHeard;
  }

  void hear(Counts counts) {
    viewersHeard = counts.viewers();
    viewsHeard = counts.views();
  }

  /** The last counts that were sent, {@code null} when none were. */
  @Nullable Counts heard() {
    return viewersHeard == NOTHING ? null : new Counts(viewersHeard, viewsHeard);
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
