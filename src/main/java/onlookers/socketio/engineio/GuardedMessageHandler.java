package onlookers.socketio.engineio;

import onlookers.runtime.Guard;

/**
 * The application as an engine calls it: what it throws is logged, and ends neither the session nor
 * what the engine is about.
 */
record GuardedMessageHandler(MessageHandler application) implements MessageHandler {
  @Override
  public void text(String message) {
    Guard.run(() -> application.text(message));
  }

  @Override
  public void bytes(byte[] message) {
    Guard.run(() -> application.bytes(message));
  }

  @Override
  public boolean isDone() {
    return application.isDone();
  }

  @Override
  public boolean isIdle() {
    return application.isIdle();
  }

  @Override
  public void tick(long nowNanos) {
    Guard.run(() -> application.tick(nowNanos));
  }

  @Override
  public void closed(boolean orderly) {
    Guard.run(() -> application.closed(orderly));
  }
}
