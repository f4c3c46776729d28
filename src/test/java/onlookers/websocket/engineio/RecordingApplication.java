package onlookers.websocket.engineio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the last session, and what it was told about it. */
final class RecordingApplication implements Application, Receiver {
  final List<String> heard = new CopyOnWriteArrayList<>();
  volatile EngineSession session;
  boolean full;

  @Override
  public Receiver open(EngineSession opened) {
    session = opened;
    return full ? null : this;
  }

  @Override
  public void text(String message) {
    heard.add(message);
  }

  @Override
  public void bytes(byte[] message) {
    heard.add(message.length + " bytes");
  }

  @Override
  public void tick(long nowNanos) {}

  @Override
  public void closed(boolean orderly) {
    heard.add(orderly ? "closed" : "lost");
  }
}
