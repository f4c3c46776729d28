package onlookers.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket of whichever container. */
final class WebSocketTransport implements Transport {
  private static final System.Logger LOG = System.getLogger(WebSocketTransport.class.getName());

  /** A whole ping without payload (RFC 6455, 5.2 and 5.5.2). */
  private static final byte[] PING = {(byte) 0x89, 0};

  private final Session socket;

  /** Where the engine is ours. */
  private final @Nullable BiPredicate<ByteBuffer, Consumer<Boolean>> frames;

  // No object for each ping: old ones that name young ones cost the collector.

  /** Whether a ping of ours is not out yet. */
  @GuardedBy("this")
  private boolean pinging;

  /** The frame that came meanwhile; there is one at most. */
  @GuardedBy("this")
  private @Nullable Runnable behindPing;

  WebSocketTransport(Session socket) {
    this.socket = socket;
    this.frames = EndpointConfigurator.frames(socket);
    SocketTimeouts.limit(socket);
  }

  /** Whether the engine is ours. */
  boolean hasOwnEngine() {
    return frames != null;
  }

  @Override
  public boolean send(Frame frame, Consumer<Boolean> done) {
    if (frames != null) {
      try {
        return frames.test(frame.bytes(), done);
      } catch (WritePendingException e) {
        if (isBehindPing(frame, done)) {
          return false;
        }
        LOG.log(System.Logger.Level.DEBUG, "behind a ping or a close frame of the engine's");
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.DEBUG, "not sent: {0}", e.getClass().getName());
        done.accept(false);
        return false;
      }
    }
    sendText(frame.text(), new SendOutcome(done));
    return false;
  }

  /** Whether the frame goes out after a ping of ours, of which the engine knows nothing. */
  private synchronized boolean isBehindPing(Frame frame, Consumer<Boolean> done) {
    if (pinging) {
      behindPing = () -> sendNow(frame, done);
    }
    return pinging;
  }

  private void sendNow(Frame frame, Consumer<Boolean> done) {
    if (send(frame, done)) {
      done.accept(true);
    }
  }

  private void sendText(String text, SendOutcome outcome) {
    try {
      RemoteEndpoints.sendText(socket, text, outcome);
    } catch (RuntimeException | Error e) { // the socket has closed: each container has its own way
      outcome.failed(e);
    }
  }

  /**
   * Where the engine is ours, past its encoder, which waits, and gives a healthy socket up when
   * this process stood still for a moment.
   */
  @Override
  public void ping() {
    if (frames == null || !isPinged(frames)) {
      sendPing();
    }
  }

  /** Whether a ping is out, or on its way, or has no way; not while another frame is. */
  private boolean isPinged(BiPredicate<ByteBuffer, Consumer<Boolean>> frames) {
    synchronized (this) {
      if (pinging) {
        return true;
      }
      pinging = true;
    }
    boolean later = false;
    try {
      later = !frames.test(ByteBuffer.wrap(PING), written -> pinged());
      return true;
    } catch (WritePendingException e) {
      return false;
    } catch (RuntimeException | Error e) { // who reads finds a broken socket
      LOG.log(System.Logger.Level.DEBUG, "no ping: {0}", e.getClass().getName());
      return true;
    } finally {
      if (!later) {
        pinged();
      }
    }
  }

  private void pinged() {
    Runnable next;
    synchronized (this) {
      pinging = false;
      next = behindPing;
      behindPing = null;
    }
    if (next != null) {
      next.run();
    }
  }

  private void sendPing() {
    attempt("ping", () -> socket.getBasicRemote().sendPing(ByteBuffer.allocate(0)));
  }

  @Override
  public void ending(CloseStatus why) {
    ClosingSockets.ending(socket, reason(why));
  }

  @Override
  public void close(CloseStatus closeStatus) {
    attempt("close frame", () -> socket.close(reason(closeStatus)));
  }

  private static CloseReason reason(CloseStatus closeStatus) {
    return ClosingSockets.reason(closeStatus.code(), closeStatus.reason());
  }

  private static void attempt(String what, ContainerCall call) {
    try {
      call.run();
    } catch (IOException | RuntimeException | Error e) { // likewise
      LOG.log(System.Logger.Level.DEBUG, "no {0}: {1}", what, e.getClass().getName());
    }
  }

  /** Something asked of the container. */
  private interface ContainerCall {
    void run() throws IOException;
  }

  /** Reports once how a frame went out, also where the container calls back and throws besides. */
  private static final class SendOutcome implements SendHandler {
    private final Consumer<Boolean> done;
    private final AtomicBoolean reported = new AtomicBoolean();

    SendOutcome(Consumer<Boolean> done) {
      this.done = done;
    }

    @Override
    public void onResult(SendResult result) {
      report(result.isOK());
    }

    void failed(Throwable cause) {
      LOG.log(System.Logger.Level.DEBUG, "not sent: {0}", cause.getClass().getName());
      report(false);
    }

    private void report(boolean sent) {
      if (reported.compareAndSet(false, true)) {
        done.accept(sent);
      }
    }
  }
}
