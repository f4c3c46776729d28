package onlookers.socketio.engineio;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import onlookers.runtime.Guard;
import onlookers.socketio.codec.EnginePacket;

/**
 * A packet on its way out. Its sender is notified once what became of it; if they fail at that, it
 * is logged, and nobody else's failure.
 */
final class OutgoingPacket {
  private final EnginePacket packet;
  private final Consumer<Boolean> done;
  private final AtomicBoolean known = new AtomicBoolean();

  /**
   * @param done called once with whether the packet was handed to a transport
   */
  OutgoingPacket(EnginePacket packet, Consumer<Boolean> done) {
    this.packet = packet;
    this.done = done;
  }

  /** A packet that nobody asks after. */
  static OutgoingPacket of(EnginePacket packet) {
    return new OutgoingPacket(packet, ok -> {});
  }

  EnginePacket packet() {
    return packet;
  }

  void sent() {
    complete(true);
  }

  void lost() {
    complete(false);
  }

  private void complete(boolean ok) {
    if (known.compareAndSet(false, true)) {
      Guard.run(() -> done.accept(ok));
    }
  }
}
