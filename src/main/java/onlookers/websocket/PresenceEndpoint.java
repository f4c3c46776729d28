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
import onlookers.protocol.NativeCodec;
import onlookers.runtime.Guard;
import onlookers.websocket.Reception.Guest;
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
  private static final String GUEST = "onlookers.guest";

  private final Reception reception;
  private final NativeCodec codec = new NativeCodec();

  /** Made by CDI, for {@link EndpointConfigurator}. */
  @Inject
  public PresenceEndpoint(Reception reception) {
    this.reception = reception;
  }

  /** A client has connected. */
  @OnOpen
  public void open(Session socket) {
    Guard.hiding(() -> welcome(socket));
  }

  private void welcome(Session socket) {
    String address = EndpointConfigurator.address(socket.getUserProperties());
    socket
        .getUserProperties()
        .put(GUEST, reception.welcome(new WebSocketWire(socket), codec, address));
  }

  /** A client sent text, or a part of it. */
  @OnMessage
  public void text(String part, boolean last, Session socket) {
    Guest guest = guest(socket);
    if (guest == null) {
      return;
    }
    if (!guest.assembly().accept(part, last)) {
      guest.conversation().unacceptable(Goodbye.TOO_LONG);
    } else if (last) {
      guest.conversation().frame(guest.assembly().take(part));
    }
  }

  /** A client sent bytes, which no event is. */
  @OnMessage
  public void binary(ByteBuffer part, boolean last, Session socket) {
    Guest guest = guest(socket);
    if (guest != null) {
      guest.conversation().unacceptable(Goodbye.BINARY);
    }
  }

  /** A client answered a ping. */
  @OnMessage
  public void pong(PongMessage pong, Session socket) {
    Guest guest = guest(socket);
    if (guest != null) {
      guest.connection().heard();
    }
  }

  /** The socket has ended. */
  @OnClose
  public void close(Session socket, CloseReason reason) {
    Guest guest = guest(socket);
    if (guest != null) {
      reception.goodbye(guest, endsSession(reason.getCloseCode()));
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

  private static @Nullable Guest guest(Session socket) {
    return (Guest) socket.getUserProperties().get(GUEST);
  }
}
