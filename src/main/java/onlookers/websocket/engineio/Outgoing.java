package onlookers.websocket.engineio;

import java.util.function.Consumer;
import onlookers.protocol.socketio.EnginePacket;

/**
 * A packet on its way out.
 *
 * @param done hears once whether it was handed to the transport
 */
record Outgoing(EnginePacket packet, Consumer<Boolean> done) {
  /** A packet that nobody asks after. */
  static Outgoing of(EnginePacket packet) {
    return new Outgoing(packet, ok -> {});
  }

  void sent() {
    done.accept(true);
  }

  void lost() {
    done.accept(false);
  }
}
