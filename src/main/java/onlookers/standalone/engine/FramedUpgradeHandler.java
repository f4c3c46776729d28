package onlookers.standalone.engine;

import jakarta.servlet.http.WebConnection;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import onlookers.standalone.engine.TomcatFields.FrameFields;
import onlookers.standalone.engine.TomcatFields.PingFields;
import onlookers.websocket.EndpointConfigurator;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.server.WsHandshakeRequest;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsRemoteEndpointImplServer;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's WebSocket, which offers its endpoint a {@link FrameChannel} besides. Tomcat makes it, so
 * what it needs is handed to it afterwards.
 */
public final class FramedUpgradeHandler extends WsHttpUpgradeHandler {
  private static final System.Logger LOG = System.getLogger(FramedUpgradeHandler.class.getName());

  private @Nullable FrameFields fields;
  private @Nullable PingFields pings;
  private @Nullable ReaderFields reader;
  private @Nullable SocketWrapperBase<?> wrapper;
  private @Nullable FrameLimit limit;

  FramedUpgradeHandler with(TomcatFields found) {
    fields = found.frames();
    pings = found.pings();
    reader = found.reader();
    return this;
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    super.setSocketWrapper(wrapper);
    this.wrapper = wrapper;
  }

  @Override
  public void preInit(
      ServerEndpointConfig config,
      WsServerContainer container,
      WsHandshakeRequest request,
      List<Extension> extensions,
      String subProtocol,
      @Nullable Transformation transformation,
      Map<String, String> pathParameters,
      boolean secure) {
    Map<String, Object> properties = config.getUserProperties();
    Supplier<@Nullable FrameChannel> offer =
        () -> {
          properties.remove(EndpointConfigurator.FRAMES); // taken
          return frames();
        };
    properties.put(EndpointConfigurator.FRAMES, offer);
    FrameLimit frameLimit = new FrameLimit(transformation, System::nanoTime);
    limit = frameLimit;
    super.preInit(
        config, container, request, extensions, subProtocol, frameLimit, pathParameters, secure);
  }

  /** Nothing is read from the socket before this returns. */
  @Override
  public void init(WebConnection connection) {
    try {
      open(connection);
    } finally {
      sendHead();
    }
  }

  private void open(WebConnection connection) {
    super.init(connection);
    FrameFields found = fields;
    SocketWrapperBase<?> socket = wrapper;
    if (pings != null && found != null && socket != null && isPlain(socket)) {
      takeOver(pings, () -> channel(found, socket), socket);
    }
  }

  /** Whoever else has the turn sends it before what he writes. */
  private void sendHead() {
    FrameFields found = fields;
    if (found == null || !(wrapper instanceof EngineSocket socket)) {
      return;
    }
    socket.releaseHead();
    WsRemoteEndpointImplServer remote = remote(found);
    if (remote == null) { // it has failed before there was one, and is closed
      return;
    }
    Semaphore turn = turn(found, remote);
    if (turn.tryAcquire()) {
      try {
        socket.sendHead();
      } finally {
        turn.release();
      }
    }
  }

  private void readPongs(WsSession session, SocketWrapperBase<?> socket) {
    ReaderFields found = reader;
    if (session.getUserProperties().remove(EndpointConfigurator.PONGS) instanceof Runnable onPong
        && found != null
        && socket instanceof EngineSocket engineSocket) {
      engineSocket.pongs(
          new PongReader(() -> found.isBetweenFrames(this), onPong, System::nanoTime));
    }
  }

  private void takeOver(
      PingFields found, Supplier<FrameChannel> frames, SocketWrapperBase<?> socket) {
    try {
      WsSession session = (WsSession) found.session().get(this);
      if (limit != null) {
        limit.properties(session.getUserProperties());
      }
      found
          .basic()
          .invoke(session, PingAnswers.wrap(session.getBasicRemote(), frames, System::nanoTime));
      readPongs(session, socket);
    } catch (Throwable e) { // as the method handle declares; Tomcat's own way stays
      LOG.log(System.Logger.Level.WARNING, "pings and pongs are left to Tomcat itself", e);
    }
  }

  /** The way out, once the WebSocket is open; {@code null} when it is an encrypted one. */
  private @Nullable FrameChannel frames() {
    SocketWrapperBase<?> socket = wrapper;
    FrameFields found = fields;
    return found == null || socket == null || !isPlain(socket) ? null : channel(found, socket);
  }

  private static boolean isPlain(SocketWrapperBase<?> socket) {
    return socket.getSocket() != null && socket.getSocket().getClass() == NioChannel.class;
  }

  private FrameChannel channel(FrameFields found, SocketWrapperBase<?> socket) {
    WsRemoteEndpointImplServer remote = Objects.requireNonNull(remote(found));
    SocketChannel channel = ((NioChannel) socket.getSocket()).getIOChannel();
    return new FrameChannel(
        channel,
        new TomcatSocketSide(socket, channel, remote, found.closed()),
        turn(found, remote));
  }

  /** {@code null} before Tomcat has made one. */
  private @Nullable WsRemoteEndpointImplServer remote(FrameFields found) {
    return (WsRemoteEndpointImplServer) found.remote().get(this);
  }

  private static Semaphore turn(FrameFields found, WsRemoteEndpointImplServer remote) {
    return (Semaphore) found.turn().get(remote);
  }
}
