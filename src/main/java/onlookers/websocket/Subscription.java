package onlookers.websocket;

/** One connection's place on one post: counts come in here, and go out by its {@link Outbox}. */
final class Subscription extends CountsSlot {
  private final Outbox outbox;

  Subscription(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Takes counts that everyone on the post is sent. */
  void publish(CountsFrame frame) {
    outbox.offer(this, frame, false);
  }

  /** Takes counts that answer what this connection asked. */
  void answer(CountsFrame frame) {
    outbox.offer(this, frame, true);
  }

  /** Is sent nothing more before an answer. */
  void await() {
    outbox.awaitSnapshot(this);
  }

  /** Is sent nothing any more. */
  void end() {
    outbox.leave(this);
  }
}
