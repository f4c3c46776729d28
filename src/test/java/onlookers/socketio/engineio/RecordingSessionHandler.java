package onlookers.socketio.engineio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.socketio.codec.EngineError;

/** Remembers the last session, and what it was told about it; fails at whatever a test wants. */
final class RecordingSessionHandler implements SessionHandler, MessageHandler {
  final List<String> received = new CopyOnWriteArrayList<>();
  volatile boolean settled;
  final List<Long> ticks = new CopyOnWriteArrayList<>();
  volatile EngineSession session;
  boolean full;
  EngineError refusal = EngineError.FULL;

  /** What happens when a client comes. */
  Runnable opening = () -> {};

  /** What happens when time passes, before it is remembered. */
  Runnable ticking = () -> {};

  /** What happens when anything else is received; a message is remembered afterwards. */
  Runnable onMessage = () -> {};

  @Override
  public MessageHandler open(EngineSession opened) {
    session = opened;
    opening.run();
    return full ? null : this;
  }

  @Override
  public EngineError refusal() {
    return refusal;
  }

  @Override
  public void text(String message) {
    onMessage.run();
    received.add(message);
  }

  @Override
  public void bytes(byte[] message) {
    onMessage.run();
    received.add(message.length + " bytes");
  }

  @Override
  public boolean isIdle() {
    return settled;
  }

  @Override
  public void tick(long nowNanos) {
    ticking.run();
    ticks.add(nowNanos);
  }

  @Override
  public void closed(boolean orderly) {
    received.add(orderly ? "closed" : "lost");
    onMessage.run();
  }
}
