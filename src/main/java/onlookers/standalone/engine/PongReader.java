package onlookers.standalone.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import onlookers.runtime.Guard;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Takes in the answers to our pings of one WebSocket, which is all that a silent reader ever sends.
 * Tomcat's way wakes a thread of the engine for each, asks the system for more, and notifies the
 * poller to poll again: some five calls of the system where one is enough. Whatever else comes is
 * left to Tomcat, and so is a pong that nobody has asked for.
 */
final class PongReader {
  /** The first byte of a whole pong (RFC 6455, 5.2), and the bit of the second that masks it. */
  private static final byte PONG = (byte) 0x8A;

  private static final int MASKED = 0x80;

  /** Bytes before the payload: the two above and the mask. */
  private static final int HEAD = 6;

  /** A little less than our pings are apart. */
  private static final long INTERVAL = Duration.ofSeconds(20).toNanos();

  private final BooleanSupplier betweenFrames;
  private final Runnable onPong;
  private final LongSupplier nanoTime;
  private boolean any;
  private long lastNanos;

  /**
   * @param betweenFrames whether Tomcat has begun to read no frame
   * @param onPong called for each pong
   * @param nanoTime as {@link System#nanoTime()}
   */
  PongReader(BooleanSupplier betweenFrames, Runnable onPong, LongSupplier nanoTime) {
    this.betweenFrames = betweenFrames;
    this.onPong = onPong;
    this.nanoTime = nanoTime;
  }

  /**
   * Reads what is there; where that is something else, it stays in the buffer. Never waits.
   *
   * @param buffers of the socket, which is the caller's for the moment
   * @return whether it was a pong and nothing else
   * @throws IOException when the socket is broken
   */
  boolean take(SocketBufferHandler buffers, ReadableByteChannel socket) throws IOException {
    long now = nanoTime.getAsLong();
    if ((any && now - lastNanos < INTERVAL)
        || !buffers.isReadBufferEmpty()
        || !betweenFrames.getAsBoolean()) {
      return false;
    }
    buffers.configureReadBufferForWrite();
    ByteBuffer buffer = buffers.getReadBuffer();
    if (socket.read(buffer) <= 0 || !isPong(buffer)) {
      return false;
    }
    buffer.clear();
    any = true;
    lastNanos = now;
    Guard.run(onPong);
    return true;
  }

  /** Whether the bytes up to its position are one whole pong. */
  private static boolean isPong(ByteBuffer buffer) {
    int length = buffer.position();
    return length >= HEAD
        && buffer.get(0) == PONG
        && buffer.get(1) == (byte) (MASKED | (length - HEAD));
  }
}
