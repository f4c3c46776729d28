package onlookers.websocket.engineio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import onlookers.protocol.socketio.EngineProtocol;
import onlookers.protocol.socketio.EngineQuery;
import org.jspecify.annotations.Nullable;

/** WebSockets of one engine. One instance for all; what is one client's is with its session. */
public final class EngineEndpoint extends Endpoint {
  private static final System.Logger LOG = System.getLogger(EngineEndpoint.class.getName());
  private static final String GUEST = "onlookers.engine.guest";

  /** Tomcat's name for how long a close may wait for a reader that does not read. */
  private static final String TOMCAT_BLOCKING_SEND_TIMEOUT =
      "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  /** Tomcat's name for how long a client may take to answer our close frame. */
  private static final String TOMCAT_SESSION_CLOSE_TIMEOUT =
      "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT";

  private final Engine engine;
  private final Function<Map<String, Object>, String> address;

  /**
   * @param address finds the client's address among the properties of its socket
   */
  public EngineEndpoint(Engine engine, Function<Map<String, Object>, String> address) {
    this.engine = engine;
    this.address = address;
  }

  @Override
  public void onOpen(Session socket, EndpointConfig config) {
    socket.setMaxIdleTimeout(0); // the heartbeat decides
    socket.getUserProperties().put(TOMCAT_BLOCKING_SEND_TIMEOUT, 1_000L);
    socket.getUserProperties().put(TOMCAT_SESSION_CLOSE_TIMEOUT, 2_000L);
    EngineQuery query = EngineQuery.parse(socket.getQueryString());
    EngineProtocol protocol = Objects.requireNonNullElse(query.protocol(), EngineProtocol.V4);
    EngineSocket sender =
        new EngineSocket(new WebSocketChannel(socket, protocol, query.base64()), engine);
    EngineSession session = connect(query, socket, sender);
    if (session == null) {
      sender.finish(Farewell.BROKEN);
    } else {
      listen(socket, new Guest(session, sender, engine.limits().maxPayload()));
    }
  }

  private @Nullable EngineSession connect(EngineQuery query, Session socket, EngineSocket sender) {
    return query.fault() == null && query.transport().equals(EngineQuery.WEBSOCKET)
        ? engine.connect(query, address.apply(socket.getUserProperties()), sender)
        : null;
  }

  private static void listen(Session socket, Guest guest) {
    socket.getUserProperties().put(GUEST, guest);
    socket.addMessageHandler(String.class, (MessageHandler.Partial<String>) guest::text);
    socket.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) guest::bytes);
  }

  /** 1006 is what a container reports when there was no close frame (RFC 6455, 7.4.1). */
  @Override
  public void onClose(Session socket, CloseReason reason) {
    if (socket.getUserProperties().get(GUEST) instanceof Guest guest) {
      guest.closed(reason.getCloseCode() != CloseCodes.CLOSED_ABNORMALLY);
    }
  }

  @Override
  public void onError(Session socket, Throwable failure) {
    LOG.log(System.Logger.Level.DEBUG, "a socket failed", failure);
  }
}
