package onlookers.websocket;

import java.util.function.Consumer;

/**
 * One client's transport. No method throws, whatever the container does: a transport that cannot be
 * used any more says so through {@code done}, or does nothing. {@link #send} never blocks; {@link
 * #ping} and {@link #close} may, for a moment.
 */
public interface Transport {
  /**
   * Sends one text message; there is never a second one before that is known.
   *
   * @param done called once: whether it was sent, unless that is returned; perhaps before this
   *     method returns
   * @return whether it is out already
   */
  boolean send(Frame frame, Consumer<Boolean> done);

  /** Asks for a sign of life. */
  void ping();

  /** Whether the transport notices by itself when its client is gone. */
  default boolean hasHeartbeat() {
    return false;
  }

  /** The client is about to be sent away: what it still says is not wanted. Returns at once. */
  default void ending(CloseStatus why) {}

  /** Sends the close status and ends the transport; does nothing when it has ended. */
  void close(CloseStatus closeStatus);
}
