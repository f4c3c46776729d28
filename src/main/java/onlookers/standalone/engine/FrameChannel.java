package onlookers.standalone.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.WritableByteChannel;
import java.nio.channels.WritePendingException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one WebSocket for whole frames that are framed already. Tomcat's own way encodes
 * the text anew for each socket, and makes a dozen objects for it.
 *
 * <p>Tomcat still writes to the socket as well: answers to pings, and close frames. Whoever writes
 * holds the turn of Tomcat's remote endpoint until all bytes of his frame are out, so that frames
 * never mix. Bytes that the network does not take at once are left to Tomcat's poller.
 */
final class FrameChannel implements BiPredicate<ByteBuffer, Consumer<Boolean>> {
  /** Tomcat's side of the socket. */
  interface TomcatSide {
    /** Whether a close frame has gone out. */
    boolean isClosed();

    /** Whether something of before the first frame, the answer to the handshake, is not out yet. */
    boolean hasDataToWrite();

    /** Writes that, and the frame behind it, as far as the network takes them now. */
    void writeTogether(ByteBuffer frame) throws IOException;

    /**
     * Writes what the network does not take now, when it does; never blocks.
     *
     * @param handler notified of the end
     */
    void write(ByteBuffer rest, CompletionHandler<Long, @Nullable Void> handler);
  }

  private static final System.Logger LOG = System.getLogger(FrameChannel.class.getName());

  // The channel itself and not Tomcat's NioChannel, which is used again for other sockets.
  private final WritableByteChannel socket;
  private final TomcatSide tomcat;
  private final Semaphore turn;

  /** Whether the answer to the handshake is out; touched only by who has the turn. */
  private boolean flushed;

  FrameChannel(WritableByteChannel socket, TomcatSide tomcat, Semaphore turn) {
    this.socket = socket;
    this.tomcat = tomcat;
    this.turn = turn;
  }

  /**
   * Writes a whole frame; never blocks. Whatever goes wrong, nothing else is thrown, and the turn
   * is given back.
   *
   * @param done called once: whether it was written, unless it was before this method returns
   * @return whether it was
   * @throws WritePendingException when another frame is on its way
   */
  @Override
  public boolean test(ByteBuffer frame, Consumer<Boolean> done) {
    if (!turn.tryAcquire()) {
      throw new WritePendingException();
    }
    boolean good = false;
    boolean left = false;
    try {
      good = writeAtOnce(frame);
      left = good && frame.hasRemaining();
    } finally {
      if (!left) {
        turn.release();
      }
    }
    if (left) {
      writeLater(frame, done);
    } else if (!good) {
      Guard.run(() -> done.accept(false));
    }
    return good && !left;
  }

  /** Writes what the network takes; returns whether the socket is still good for frames. */
  private boolean writeAtOnce(ByteBuffer frame) {
    try {
      if (tomcat.isClosed()) {
        return false;
      }
      flushed = flushed || !tomcat.hasDataToWrite();
      if (flushed) {
        socket.write(frame);
      } else {
        tomcat.writeTogether(frame);
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING, "a frame could not be written", e);
      return false;
    }
  }

  private void writeLater(ByteBuffer rest, Consumer<Boolean> done) {
    Later later = new Later(done);
    try {
      tomcat.write(rest, later);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING, "the rest of a frame could not be written", e);
      later.end(false);
    }
  }

  /** Called when the rest is out. */
  private final class Later implements CompletionHandler<Long, @Nullable Void> {
    private final Consumer<Boolean> done;
    private final AtomicBoolean ended = new AtomicBoolean();

    Later(Consumer<Boolean> done) {
      this.done = done;
    }

    @Override
    public void completed(Long bytes, @Nullable Void nothing) {
      end(true);
    }

    @Override
    public void failed(Throwable failure, @Nullable Void nothing) {
      end(false);
    }

    /** A second turn given back would let two frames mix. */
    void end(boolean written) {
      if (ended.compareAndSet(false, true)) {
        turn.release();
        Guard.run(() -> done.accept(written));
      }
    }
  }
}
