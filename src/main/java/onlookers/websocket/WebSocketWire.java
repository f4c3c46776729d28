package onlookers.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A WebSocket of whichever container. */
final class WebSocketWire implements Wire {
  private static final System.Logger LOG = System.getLogger(WebSocketWire.class.getName());

  private final Session socket;

  /** Where the engine is ours. */
  private final @Nullable BiPredicate<ByteBuffer, Consumer<Boolean>> frames;

  WebSocketWire(Session socket) {
    this.socket = socket;
    this.frames = frames(socket);
    SocketPatience.limit(socket);
  }

  @SuppressWarnings("unchecked") // as EndpointConfigurator.FRAMES says
  private static @Nullable BiPredicate<ByteBuffer, Consumer<Boolean>> frames(Session socket) {
    Object offer = socket.getUserProperties().remove(EndpointConfigurator.FRAMES);
    return offer instanceof Supplier<?> frames
        ? (BiPredicate<ByteBuffer, Consumer<Boolean>>) frames.get()
        : null;
  }

  @Override
  public boolean send(Frame frame, Consumer<Boolean> done) {
    if (frames != null) {
      try {
        return frames.test(frame.bytes(), done);
      } catch (WritePendingException e) {
        LOG.log(System.Logger.Level.DEBUG, "behind a ping or a close frame");
      }
    }
    send(frame.text(), done);
    return false;
  }

  private void send(String text, Consumer<Boolean> done) {
    try {
      socket.getAsyncRemote().sendText(text, result -> done.accept(result.isOK()));
    } catch (IllegalStateException closed) {
      done.accept(false);
    }
  }

  @Override
  public void ping() {
    try {
      socket.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "no ping: {0}", e.getClass().getName());
    }
  }

  @Override
  public void close(Goodbye goodbye) {
    try {
      socket.close(new CloseReason(CloseCodes.getCloseCode(goodbye.code()), goodbye.reason()));
    } catch (IOException | IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "no goodbye: {0}", e.getClass().getName());
    }
  }
}
