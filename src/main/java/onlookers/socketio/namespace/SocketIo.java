package onlookers.socketio.namespace;

import java.time.Duration;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.engineio.EngineSession;
import onlookers.socketio.engineio.MessageHandler;
import onlookers.socketio.engineio.SessionHandler;
import org.jspecify.annotations.Nullable;

/** Socket.IO as what an engine carries. */
public final class SocketIo implements SessionHandler {
  private final Namespace namespace;
  private final Duration connectTimeout;

  /**
   * @param namespace the default one
   * @param connectTimeout how long a client may take to connect to it
   */
  public SocketIo(Namespace namespace, Duration connectTimeout) {
    this.namespace = namespace;
    this.connectTimeout = connectTimeout;
  }

  @Override
  public @Nullable MessageHandler open(EngineSession session) {
    SocketIoMessageHandler receiver =
        new SocketIoMessageHandler(new SocketIoClient(session), namespace, connectTimeout);
    boolean entered = false;
    try {
      entered = receiver.enter();
    } finally {
      if (!entered) { // who has come in and then failed leaves again
        receiver.closed(false);
      }
    }
    return entered ? receiver : null;
  }

  @Override
  public EngineError refusal() {
    return namespace.refusal();
  }
}
