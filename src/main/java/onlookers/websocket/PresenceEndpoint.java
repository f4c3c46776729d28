package onlookers.websocket;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Map;
import onlookers.protocol.NativeCodec;
import onlookers.runtime.Guard;
import onlookers.websocket.ClientAcceptor.ClientContext;
import org.jspecify.annotations.Nullable;

/**
 * The native wire: WebSocket at {@code /presence}. One instance for all; what is one client's is
 * with its session.
 */
@Singleton
@ServerEndpoint(value = "/presence", configurator = EndpointConfigurator.class)
public class PresenceEndpoint {
  /** A close code of the private range (RFC 6455, 7.4.2): the session is to be resumed. */
  private static final int HANDED_OVER = 4012;

  private static final System.Logger LOG = System.getLogger(PresenceEndpoint.class.getName());
  private static final String CLIENT_CONTEXT = "onlookers.client";

  private final ClientAcceptor acceptor;
  private final NativeCodec codec = new NativeCodec();

  /** Made by CDI, for {@link EndpointConfigurator}. */
  @Inject
  public PresenceEndpoint(ClientAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  /** A client has connected. */
  @OnOpen
  public void open(Session socket) {
    Guard.hiding(() -> welcome(socket));
  }

  private void welcome(Session socket) {
    Map<String, Object> properties = socket.getUserProperties();
    WebSocketTransport transport = new WebSocketTransport(socket);
    ClientContext clientContext =
        acceptor.welcome(transport, codec, EndpointConfigurator.address(properties));
    properties.put(CLIENT_CONTEXT, clientContext);
    if (transport.hasOwnEngine()) {
      Runnable onPong = clientContext.connection()::received;
      properties.put(EndpointConfigurator.PONGS, onPong);
    }
    if (!socket.isOpen()) { // whoever has gone already may never be reported as closed
      acceptor.ended(clientContext, false);
    }
  }

  /** A client sent text, or a part of it. */
  @OnMessage
  public void text(String part, boolean last, Session socket) {
    ClientContext clientContext = listening(socket);
    if (clientContext == null) {
      return;
    }
    if (!clientContext.assembly().accept(part, last)) {
      clientContext.clientSession().unacceptable(CloseStatus.TOO_LONG);
    } else if (last) {
      clientContext.clientSession().frame(clientContext.assembly().take(part));
    }
  }

  /** A client sent bytes, which no event is. */
  @OnMessage
  public void binary(ByteBuffer part, boolean last, Session socket) {
    ClientContext clientContext = listening(socket);
    if (clientContext != null) {
      clientContext.clientSession().unacceptable(CloseStatus.BINARY);
    }
  }

  /** Whoever has sent this, {@code null} when nobody listens to him any more. */
  private static @Nullable ClientContext listening(Session socket) {
    ClientContext clientContext = clientContext(socket);
    if (clientContext != null && clientContext.connection().hasEnded()) {
      LateFrames.of(socket).add();
      return null;
    }
    return clientContext;
  }

  /** A client answered a ping. */
  @OnMessage
  public void pong(PongMessage pong, Session socket) {
    ClientContext clientContext = clientContext(socket);
    if (clientContext != null) {
      clientContext.connection().received();
    }
  }

  /** The socket has ended. */
  @OnClose
  public void close(Session socket, CloseReason reason) {
    ClientContext clientContext = clientContext(socket);
    if (clientContext != null) {
      acceptor.ended(clientContext, endsSession(reason.getCloseCode()));
    }
  }

  /**
   * 1006 is what a container reports when there was no close frame (RFC 6455, 7.4.1). The other is
   * a client's own word: browsers close the sockets of a page that goes, also of one whose session
   * another tab takes over.
   */
  private static boolean endsSession(CloseCode code) {
    return code != CloseCodes.CLOSED_ABNORMALLY && code.getCode() != HANDED_OVER;
  }

  /** Something went wrong with the socket; the close follows. */
  @OnError
  public void error(Session socket, Throwable failure) {
    LOG.log(System.Logger.Level.DEBUG, "a socket failed", failure);
  }

  private static @Nullable ClientContext clientContext(Session socket) {
    return (ClientContext) socket.getUserProperties().get(CLIENT_CONTEXT);
  }
}
