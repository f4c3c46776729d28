package onlookers.websocket;

/**
 * One connection's place among those who watch the site. Called by one thread, the notifier.
 *
 * <p>Whoever comes between two numbers is answered by the last one, and is not sent the next, which
 * may follow at once, but the one after it: so nobody is sent two within a second.
 */
final class SiteSubscription {
  private final Subscription subscription;
  private boolean answered;

  SiteSubscription(Outbox outbox) {
    subscription = new Subscription(outbox);
  }

  /** Takes the number that answers what this connection asked. */
  void answer(CountsFrame frame) {
    answered = true;
    subscription.answer(frame);
  }

  /** Takes the number that everyone who watches is sent. */
  void publish(CountsFrame frame) {
    if (answered) {
      answered = false;
    } else {
      subscription.answer(frame); // waits for no answer of its own: each number is one
    }
  }

  /** Is sent nothing any more. */
  void end() {
    subscription.end();
  }

  /** What of it belongs to the outbox. */
  CountsSlot slot() {
    return subscription;
  }
}
