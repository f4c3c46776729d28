package onlookers.socketio;

import onlookers.protocol.Codec;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.SocketIoCodec;
import onlookers.socketio.namespace.Namespace;
import onlookers.socketio.namespace.NamespaceSocket;
import onlookers.socketio.namespace.SocketIoClient;
import onlookers.websocket.ClientAcceptor;
import org.jspecify.annotations.Nullable;

/**
 * The default namespace: its clients send and receive the same events as those of the native wire.
 */
public final class SocketIoNamespace implements Namespace {
  private final ClientAcceptor acceptor;
  private final Codec codec = new SocketIoCodec();

  /** Lets clients in there. */
  public SocketIoNamespace(ClientAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  @Override
  public @Nullable NamespaceSocket enter(SocketIoClient client) {
    SocketIoConnection connection = new SocketIoConnection(client, acceptor);
    return connection.enter(codec) ? connection : null;
  }

  @Override
  public EngineError refusal() {
    return acceptor.isDraining() ? EngineError.GOING_AWAY : EngineError.FULL;
  }
}
