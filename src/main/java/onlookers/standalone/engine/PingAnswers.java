package onlookers.standalone.engine;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.tomcat.websocket.WsIOException;
import org.jspecify.annotations.Nullable;

/**
 * How one WebSocket answers its client's pings. Tomcat's own way holds a thread of the engine while
 * a client does not read the answers. Here an answer that the network does not take at once goes
 * out later, and one that comes while another frame is on its way is left out: whoever does not
 * read needs no sign of life (RFC 6455, 5.5.3 asks for an answer to the last ping only). More pings
 * than {@value #MAX_PINGS} in 25 s end the socket with 1008.
 */
final class PingAnswers implements InvocationHandler {
  /** As many as a Socket.IO client may send that says nothing else. */
  static final int MAX_PINGS = 100;

  private static final Duration WINDOW = Duration.ofSeconds(25);

  /** The first byte of a whole pong, and the most that one carries (RFC 6455, 5.2 and 5.5). */
  private static final byte PONG = (byte) 0x8A;

  private static final int LONGEST = 125;

  private final RemoteEndpoint.Basic remote;
  private final Supplier<FrameChannel> frames;
  private final LongSupplier nanoTime;
  private @Nullable FrameChannel channel;
  private long windowStartNanos;
  private int pings;

  private PingAnswers(
      RemoteEndpoint.Basic remote, Supplier<FrameChannel> frames, LongSupplier nanoTime) {
    this.remote = remote;
    this.frames = frames;
    this.nanoTime = nanoTime;
  }

  /**
   * All that the remote endpoint does, but for its answers to pings.
   *
   * @param frames the way out, made with the first ping
   * @param nanoTime as {@link System#nanoTime()}
   */
  static RemoteEndpoint.Basic wrap(
      RemoteEndpoint.Basic remote, Supplier<FrameChannel> frames, LongSupplier nanoTime) {
    return (RemoteEndpoint.Basic)
        Proxy.newProxyInstance(
            PingAnswers.class.getClassLoader(),
            new Class<?>[] {RemoteEndpoint.Basic.class},
            new PingAnswers(remote, frames, nanoTime));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("sendPong") && arguments != null) {
      answer((ByteBuffer) arguments[0]);
      return null;
    }
    try {
      return method.invoke(remote, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void answer(ByteBuffer data) throws IOException {
    count();
    FrameChannel out = channel == null ? frames.get() : channel;
    channel = out;
    try {
      out.test(pong(data), written -> {}); // a socket that is broken is found by who reads it
    } catch (WritePendingException busy) {
      data.position(data.limit()); // taken in
    }
  }

  private void count() throws IOException {
    long now = nanoTime.getAsLong();
    if (pings == 0 || now - windowStartNanos >= WINDOW.toNanos()) {
      windowStartNanos = now;
      pings = 0;
    }
    if (++pings > MAX_PINGS) {
      throw new WsIOException(new CloseReason(CloseCodes.VIOLATED_POLICY, "too many pings"));
    }
  }

  private static ByteBuffer pong(ByteBuffer data) {
    int length = Math.min(data.remaining(), LONGEST);
    return ByteBuffer.allocate(2 + length).put(PONG).put((byte) length).put(data).flip();
  }
}
