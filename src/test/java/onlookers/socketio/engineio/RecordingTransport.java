package onlookers.socketio.engineio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import onlookers.socketio.codec.EnginePacket;

/** A WebSocket that remembers what was sent; the client reads it at once, or when it is told to. */
final class RecordingTransport implements Transport {
  final List<String> sent = new CopyOnWriteArrayList<>();
  volatile boolean reading = true;
  volatile boolean broken;
  private Consumer<Boolean> waiting;

  @Override
  public void send(EnginePacket packet, Consumer<Boolean> done) {
    if (waiting != null) {
      throw new AssertionError("a second packet while one is on its way");
    }
    sent.add(packet.bytes() == null ? packet.text() : packet.bytes().length + " bytes");
    if (reading) {
      done.accept(!broken);
    } else {
      waiting = done;
    }
  }

  /** The client reads what is on its way. */
  void read() {
    answer(true);
  }

  /** The container says what became of the packet that is on its way. */
  void answer(boolean ok) {
    Consumer<Boolean> done = waiting;
    waiting = null;
    done.accept(ok);
  }

  @Override
  public void close(SessionClose last) {
    sent.add("close " + last.closeCode());
  }
}
