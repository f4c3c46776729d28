package onlookers.socketio.engineio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import onlookers.runtime.Guard;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.websocket.ClosingSockets;
import onlookers.websocket.EndpointConfigurator;
import onlookers.websocket.Frame;
import onlookers.websocket.RemoteEndpoints;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of whichever container, and how packets are spelled on it.
 *
 * <p>Containers throw what they like when a socket closes in between: Tomcat an {@link
 * IllegalStateException}, Tyrus a plain {@link RuntimeException}. None of that goes any further.
 */
final class WebSocketTransport implements Transport {
  private static final System.Logger LOG = System.getLogger(WebSocketTransport.class.getName());

  private final Session socket;
  private final EngineProtocol protocol;
  private final boolean base64;

  /** Where the engine is ours: its encoder would break a packet of more than 64 bytes in parts. */
  private final @Nullable BiPredicate<ByteBuffer, Consumer<Boolean>> frames;

  /**
   * @param base64 whether the client cannot receive bytes
   */
  WebSocketTransport(Session socket, EngineProtocol protocol, boolean base64) {
    this.socket = socket;
    this.protocol = protocol;
    this.base64 = base64;
    this.frames = EndpointConfigurator.frames(socket);
  }

  @Override
  public void send(EnginePacket packet, Consumer<Boolean> done) {
    Outcome outcome = new Outcome(done);
    try {
      sendNow(packet, outcome);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "not sent", e);
      outcome.complete(false);
    }
  }

  private void sendNow(EnginePacket packet, Outcome outcome) {
    byte[] bytes = packet.bytes();
    if (bytes != null && !base64) {
      RemoteEndpoints.sendBinary(socket, EnginePacket.framed(bytes, protocol), outcome);
      return;
    }
    String text = packet.base64(protocol);
    if (frames == null || !isFramed(frames, text, outcome)) {
      RemoteEndpoints.sendText(socket, text, outcome);
    }
  }

  /** Whether it is out as one frame, or on its way; not behind a control frame of the engine's. */
  private static boolean isFramed(
      BiPredicate<ByteBuffer, Consumer<Boolean>> frames, String text, Outcome outcome) {
    try {
      if (frames.test(new Frame(text).bytes(), outcome::complete)) {
        outcome.complete(true);
      }
      return true;
    } catch (WritePendingException e) {
      return false;
    }
  }

  @Override
  public void ending(SessionClose last) {
    ClosingSockets.ending(socket, reason(last));
  }

  @Override
  public void close(SessionClose last) {
    try {
      socket.close(reason(last));
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "no close frame was sent", e);
    }
  }

  private static CloseReason reason(SessionClose last) {
    return ClosingSockets.reason(last.closeCode(), last.reason());
  }

  /** Takes the first answer alone: a container may give one and throw all the same. */
  private static final class Outcome implements SendHandler {
    private final AtomicBoolean known = new AtomicBoolean();
    private final Consumer<Boolean> done;

    Outcome(Consumer<Boolean> done) {
      this.done = done;
    }

    @Override
    public void onResult(SendResult result) {
      complete(result.isOK());
    }

    void complete(boolean ok) {
      if (known.compareAndSet(false, true)) {
        Guard.run(() -> done.accept(ok));
      }
    }
  }
}
