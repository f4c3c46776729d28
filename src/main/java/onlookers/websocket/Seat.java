package onlookers.websocket;

import onlookers.presence.Counts;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place on one post. Its fields belong to the connection's {@link Outbox} and are
 * touched only while holding that one's monitor.
 */
final class Seat implements Outbox.Item {
  final Outbox outbox;

  /** Hears nothing before its own answer, so that the first counts include what it did itself. */
  boolean hushed = true;

  boolean left;
  boolean queued;
  @Nullable Counts sent;
  @Nullable CountsFrame pending;

  Seat(Outbox outbox) {
    this.outbox = outbox;
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
