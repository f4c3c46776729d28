package onlookers.socketio.engineio;

import onlookers.socketio.codec.EngineError;
import org.jspecify.annotations.Nullable;

/** What an engine carries. */
public interface SessionHandler {
  /**
   * A session has begun; what is sent to it now goes out together with the handshake's answer. If
   * this throws, the session ends.
   *
   * @return who receives what the client sends, or {@code null} when it is turned away: then a poll
   *     is answered 503, and a WebSocket is left to the application to close
   */
  @Nullable MessageHandler open(EngineSession session);

  /** Why whoever comes now is turned away. */
  default EngineError refusal() {
    return EngineError.FULL;
  }
}
