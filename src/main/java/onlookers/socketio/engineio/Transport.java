package onlookers.socketio.engineio;

import java.util.function.Consumer;
import onlookers.socketio.codec.EnginePacket;

/**
 * A WebSocket as it is written to. Neither method ever throws, whatever the container does: who
 * sends to many, or has a packet under way, need not think of that. {@link #send} never blocks;
 * {@link #close} may, for a moment.
 */
interface Transport {
  /**
   * Sends one packet; there is never a second one before {@code done} was called.
   *
   * @param done called exactly once with whether the packet was sent, perhaps before this method
   *     returns; {@code false} also when the container failed. What it throws itself is logged
   */
  void send(EnginePacket packet, Consumer<Boolean> done);

  /** The client is about to be sent away: what it still says is not wanted. Returns at once. */
  default void ending(SessionClose last) {}

  /** Sends a close frame and ends the WebSocket; one that has ended already stays so. */
  void close(SessionClose last);
}
