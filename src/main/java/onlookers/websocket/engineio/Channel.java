package onlookers.websocket.engineio;

import java.util.function.Consumer;
import onlookers.protocol.socketio.EnginePacket;

/**
 * A WebSocket as it is written to. {@link #send} never blocks; {@link #close} may, for a moment.
 */
interface Channel {
  /**
   * Sends one packet; there is never a second one before {@code done} was called.
   *
   * @param done hears whether it was sent; may be called before this method returns
   */
  void send(EnginePacket packet, Consumer<Boolean> done);

  /** Says goodbye and ends the WebSocket. */
  void close(Farewell last);
}
