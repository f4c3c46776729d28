package onlookers.boot.engine;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.invoke.VarHandle;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import onlookers.websocket.EndpointConfigurator;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.server.WsHandshakeRequest;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsRemoteEndpointImplServer;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.jspecify.annotations.Nullable;

/** Tomcat's WebSocket, which offers its endpoint a {@link FrameChannel} besides. */
public final class FramedUpgradeHandler extends WsHttpUpgradeHandler {
  private static final VarHandle REMOTE =
      TomcatFields.of(
          WsHttpUpgradeHandler.class, "wsRemoteEndpointServer", WsRemoteEndpointImplServer.class);

  private @Nullable SocketWrapperBase<?> wrapper;

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
      Transformation transformation,
      Map<String, String> pathParameters,
      boolean secure) {
    Map<String, Object> properties = config.getUserProperties();
    Supplier<@Nullable FrameChannel> offer =
        () -> {
          properties.remove(EndpointConfigurator.FRAMES); // taken
          return frames();
        };
    properties.put(EndpointConfigurator.FRAMES, offer);
    super.preInit(
        config,
        container,
        request,
        extensions,
        subProtocol,
        transformation,
        pathParameters,
        secure);
  }

  /** The way out, once the WebSocket is open; {@code null} when it is an encrypted one. */
  private @Nullable FrameChannel frames() {
    SocketWrapperBase<?> socket = wrapper;
    if (socket == null || socket.getSocket().getClass() != NioChannel.class) {
      return null;
    }
    SocketChannel channel = ((NioChannel) socket.getSocket()).getIOChannel();
    return new FrameChannel(channel, socket, (WsRemoteEndpointImplServer) REMOTE.get(this));
  }
}
