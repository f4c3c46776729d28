package onlookers.websocket.socketio;

import java.time.Duration;
import onlookers.websocket.engineio.Application;
import onlookers.websocket.engineio.EngineSession;
import onlookers.websocket.engineio.Receiver;
import org.jspecify.annotations.Nullable;

/** Socket.IO as what an engine carries. */
public final class SocketIo implements Application {
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
  public @Nullable Receiver open(EngineSession session) {
    SocketIoReceiver receiver =
        new SocketIoReceiver(new SocketIoClient(session), namespace, connectTimeout);
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
}
