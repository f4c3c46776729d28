package onlookers.conformance;

import onlookers.websocket.engineio.Application;
import onlookers.websocket.engineio.EngineSession;
import onlookers.websocket.engineio.Receiver;

/** Sends every message back: text as text, bytes as bytes. */
final class Echo implements Application {
  @Override
  public Receiver open(EngineSession session) {
    return new Receiver() {
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
