package onlookers.socketio.engineio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import onlookers.runtime.Guard;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.EngineQuery;
import onlookers.websocket.LateFrames;
import org.jspecify.annotations.Nullable;

/** WebSockets of one engine. One instance for all; what is one client's is with its session. */
public final class EngineEndpoint extends Endpoint {
  private static final System.Logger LOG = System.getLogger(EngineEndpoint.class.getName());
  private static final String SOCKET_READER = "onlookers.socketio.reader";

  private final Engine engine;
  private final Function<Session, String> greeting;

  /**
   * @param greeting prepares a socket that has just opened, and returns its client's address
   */
  public EngineEndpoint(Engine engine, Function<Session, String> greeting) {
    this.engine = engine;
    this.greeting = greeting;
  }

  @Override
  public void onOpen(Session socket, EndpointConfig config) {
    Guard.hiding(() -> open(socket));
  }

  private void open(Session socket) {
    String client = greeting.apply(socket);
    EngineQuery query = EngineQuery.parse(socket.getQueryString());
    EngineProtocol protocol = Objects.requireNonNullElse(query.protocol(), EngineProtocol.V4);
    EngineSocket sender = engine.socket(new WebSocketTransport(socket, protocol, query.base64()));
    EngineSession session = connect(query, client, sender);
    if (session == null) {
      sender.finish(SessionClose.BROKEN);
    } else {
      int maxPayload = engine.limits().maxPayload();
      listen(socket, new SocketReader(session, sender, maxPayload, new LateFrames(socket)));
    }
  }

  private @Nullable EngineSession connect(EngineQuery query, String client, EngineSocket sender) {
    return query.fault() == null && query.transport().equals(EngineQuery.WEBSOCKET)
        ? engine.connect(query, client, sender)
        : null;
  }

  /** Who has gone already may never be reported as closed. */
  private static void listen(Session socket, SocketReader socketReader) {
    boolean listening = false;
    try {
      socket.getUserProperties().put(SOCKET_READER, socketReader);
      socket.addMessageHandler(String.class, (MessageHandler.Partial<String>) socketReader::text);
      socket.addMessageHandler(
          ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) socketReader::bytes);
      listening = socket.isOpen();
    } finally {
      if (!listening) {
        socketReader.closed(false);
      }
    }
  }

  @Override
  public void onClose(Session socket, CloseReason reason) {
    if (socket.getUserProperties().get(SOCKET_READER) instanceof SocketReader socketReader) {
      socketReader.closed(isOrderly(reason.getCloseCode().getCode()));
    }
  }

  /**
   * 1006 is what a container reports when there was no close frame (RFC 6455, 7.4.1); 1011 is our
   * own, because something failed.
   */
  private static boolean isOrderly(int code) {
    return code != CloseCodes.CLOSED_ABNORMALLY.getCode()
        && code != SessionClose.FAILED.closeCode();
  }

  @Override
  public void onError(Session socket, Throwable failure) {
    LOG.log(System.Logger.Level.DEBUG, "a socket failed", failure);
  }
}
