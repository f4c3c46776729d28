package onlookers.presence;

import onlookers.runtime.Guard;

/**
 * Keeps a socket that fails from breaking off the step in which it is notified: what has happened
 * to its session is written down all the same.
 */
record GuardedSessionListener(SessionListener socket) implements SessionListener {
  @Override
  public void identify(String session) {
    Guard.run(() -> socket.identify(session));
  }

  @Override
  public void enter(Post post) {
    Guard.run(() -> socket.enter(post));
  }

  @Override
  public void exit(Post post) {
    Guard.run(() -> socket.exit(post));
  }

  @Override
  public void answer(Post post, Counts counts) {
    Guard.run(() -> socket.answer(post, counts));
  }

  @Override
  public void enterSite() {
    Guard.run(socket::enterSite);
  }

  @Override
  public void exitSite() {
    Guard.run(socket::exitSite);
  }

  @Override
  public void online(long viewers) {
    Guard.run(() -> socket.online(viewers));
  }

  @Override
  public void degraded(boolean degraded) {
    Guard.run(() -> socket.degraded(degraded));
  }

  @Override
  public void refuse(Refusal refusal, String message) {
    Guard.run(() -> socket.refuse(refusal, message));
  }

  @Override
  public void superseded() {
    Guard.run(socket::superseded);
  }
}
