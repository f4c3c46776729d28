package onlookers.websocket;

/**
 * One connection's place among those who watch the site. Told by one thread, the notifier.
 *
 * <p>Whoever comes between two numbers is answered by the last one, and does not hear the next,
 * which may follow at once, but the one after it: so nobody hears two within a second.
 */
final class SiteSubscription {
  final Subscription subscription;
  private boolean answered;

  SiteSubscription(Outbox outbox) {
    subscription = new Subscription(outbox);
  }

  /** Takes the number that answers what this connection asked. */
  void answer(CountsFrame frame) {
    answered = true;
    subscription.answer(frame);
  }

  /** Takes the number that everyone who watches hears. */
  void tell(CountsFrame frame) {
    if (answered) {
      answered = false;
    } else {
      subscription.answer(frame); // waits for no answer of its own: each number is one
    }
  }
}
