package onlookers.conformance;

import onlookers.socketio.engineio.EngineSession;
import onlookers.socketio.engineio.MessageHandler;
import onlookers.socketio.engineio.SessionHandler;

/** Sends every message back: text as text, bytes as bytes. */
final class Echo implements SessionHandler {
  @Override
  public MessageHandler open(EngineSession session) {
    return new MessageHandler() {
      @Override
      public void text(String message) {
        session.send("4" + message, ok -> {});
      }

      @Override
      public void bytes(byte[] message) {
        session.send(message);
      }

      @Override
      public void tick(long nowNanos) {}

      @Override
      public void closed(boolean orderly) {}
    };
  }
}
