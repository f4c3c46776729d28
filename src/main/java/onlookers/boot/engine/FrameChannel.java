package onlookers.boot.engine;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritePendingException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.websocket.WsRemoteEndpointImplBase;

/**
 * The way out of one WebSocket for whole frames that are framed already. Tomcat's own way encodes
 * the text anew for each socket, and makes a dozen objects for it.
 *
 * <p>Tomcat still writes to the socket as well: answers to pings, and close frames. Whoever writes
 * holds the turn of Tomcat's remote endpoint until all bytes of his frame are out, so that frames
 * never mix. Bytes that the network does not take at once are left to Tomcat's poller.
 */
final class FrameChannel implements BiPredicate<ByteBuffer, Consumer<Boolean>> {
  private static final VarHandle TURN =
      TomcatFields.of(WsRemoteEndpointImplBase.class, "messagePartInProgress", Semaphore.class);

  /** Whether a close frame has gone out. */
  private static final VarHandle CLOSED =
      TomcatFields.of(WsRemoteEndpointImplBase.class, "closed", boolean.class);

  /**
   * A slow reader is not late, and the heartbeat ends a dead one. Said each time, because Tomcat
   * keeps the limit of the last ping for the next write.
   */
  private static final long FOR_EVER = Long.MAX_VALUE;

  // The channel itself and not Tomcat's NioChannel, which is used again for other sockets.
  private final SocketChannel socket;
  private final SocketWrapperBase<?> wrapper;
  private final WsRemoteEndpointImplBase remote;
  private final Semaphore turn;

  /** Whether the answer to the handshake is out; touched only by who has the turn. */
  private boolean flushed;

  FrameChannel(
      SocketChannel socket, SocketWrapperBase<?> wrapper, WsRemoteEndpointImplBase remote) {
    this.socket = socket;
    this.wrapper = wrapper;
    this.remote = remote;
    this.turn = (Semaphore) TURN.get(remote);
  }

  /**
   * Writes a whole frame; never blocks.
   *
   * @param done hears whether it was written, unless it was before this method returns
   * @return whether it was
   * @throws WritePendingException when another frame is on its way
   */
  @Override
  public boolean test(ByteBuffer frame, Consumer<Boolean> done) {
    if (!turn.tryAcquire()) {
      throw new WritePendingException();
    }
    if (!writeAtOnce(frame)) {
      turn.release();
      done.accept(false);
      return false;
    }
    if (frame.hasRemaining()) {
      writeLater(frame, done);
      return false;
    }
    turn.release();
    return true;
  }

  /** Writes what the network takes; answers whether the socket is still good for frames. */
  private boolean writeAtOnce(ByteBuffer frame) {
    if ((boolean) CLOSED.getVolatile(remote)) {
      return false;
    }
    flushed = flushed || !wrapper.hasDataToWrite();
    try {
      if (flushed) {
        socket.write(frame);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void writeLater(ByteBuffer rest, Consumer<Boolean> done) {
    wrapper.write(
        BlockingMode.SEMI_BLOCK,
        FOR_EVER,
        TimeUnit.MILLISECONDS,
        done,
        SocketWrapperBase.COMPLETE_WRITE_WITH_COMPLETION,
        new Later(),
        rest);
  }

  /** Hears when the rest is out. */
  private final class Later implements CompletionHandler<Long, Consumer<Boolean>> {
    @Override
    public void completed(Long bytes, Consumer<Boolean> done) {
      turn.release();
      done.accept(true);
    }

    @Override
    public void failed(Throwable failure, Consumer<Boolean> done) {
      turn.release();
      done.accept(false);
    }
  }
}
