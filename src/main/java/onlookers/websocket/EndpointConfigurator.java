package onlookers.websocket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the endpoint a CDI bean on every container, hands it the client's address, and negotiates
 * no extension: permessage-deflate costs some 200 KB a connection and saves nothing on frames of
 * forty bytes.
 */
public class EndpointConfigurator extends ServerEndpointConfig.Configurator {
  /**
   * Name of the user property in which an engine of ours offers a {@code Supplier} of a {@code
   * BiPredicate<ByteBuffer, Consumer<Boolean>>}: a way out for a frame that is framed already. It
   * returns whether the frame is out, and if not, the consumer is called when it is; it throws
   * {@link java.nio.channels.WritePendingException} while another frame is on its way.
   */
  public static final String FRAMES = "onlookers.frames";

  /**
   * Name of the user property in which the endpoint leaves a {@code Runnable} to such an engine, to
   * be run for each answer to a ping that the engine takes in by itself. It does not wait.
   */
  public static final String PONGS = "onlookers.pongs";

  private volatile @Nullable Object endpoint;

  /** There is one endpoint for all clients; CDI is asked for it once, since each time is dear. */
  @Override
  public <T> T getEndpointInstance(Class<T> endpointClass) {
    Object known = endpoint;
    if (known == null) {
      known = CDI.current().select(endpointClass).get();
      endpoint = known;
    }
    return endpointClass.cast(known);
  }

  @Override
  public List<Extension> getNegotiatedExtensions(
      List<Extension> installed, List<Extension> requested) {
    return List.of();
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    config.getUserProperties().put(ClientAddress.HEADER, ClientAddress.of(request.getHeaders()));
  }

  /** The client's address, empty when it is not known. */
  public static String address(Map<String, Object> userProperties) {
    return userProperties.getOrDefault(ClientAddress.HEADER, "").toString();
  }

  /**
   * The way out that an engine of ours offers for the frames of this socket, as {@link #FRAMES}
   * says; {@code null} on any other engine, and when it was asked for before.
   */
  @SuppressWarnings("unchecked") // as FRAMES says
  public static @Nullable BiPredicate<ByteBuffer, Consumer<Boolean>> frames(Session socket) {
    Object offer = socket.getUserProperties().remove(FRAMES);
    return offer instanceof Supplier<?> frames
        ? (BiPredicate<ByteBuffer, Consumer<Boolean>>) frames.get()
        : null;
  }
}
