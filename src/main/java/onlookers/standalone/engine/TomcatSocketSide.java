package onlookers.standalone.engine;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.websocket.server.WsRemoteEndpointImplServer;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's side of the socket of one WebSocket.
 *
 * @param wrapper who polls the socket, and writes when it can be written to
 * @param channel the socket itself
 * @param remote who writes Tomcat's own frames
 * @param closed the field of {@code remote} that says whether a close frame has gone out
 */
record TomcatSocketSide(
    SocketWrapperBase<?> wrapper,
    GatheringByteChannel channel,
    WsRemoteEndpointImplServer remote,
    VarHandle closed)
    implements FrameChannel.TomcatSide {
  /**
   * A slow reader is not late, and the heartbeat ends a dead one. Said each time, because Tomcat
   * keeps the limit of the last ping for the next write.
   */
  private static final long FOR_EVER = Long.MAX_VALUE;

  @Override
  public boolean isClosed() {
    return (boolean) closed.getVolatile(remote);
  }

  @Override
  public boolean hasDataToWrite() {
    return wrapper.hasDataToWrite();
  }

  @Override
  public void writeTogether(ByteBuffer frame) throws IOException {
    SocketBufferHandler buffers = wrapper.getSocketBufferHandler();
    buffers.configureWriteBufferForRead();
    channel.write(new ByteBuffer[] {buffers.getWriteBuffer(), frame});
  }

  /**
   * Where a ping that ran out of time has left something behind, this write fails: Tomcat is about
   * to close the socket, and waiting for it would hold up whoever pushes.
   */
  @Override
  public void write(ByteBuffer rest, CompletionHandler<Long, @Nullable Void> handler) {
    wrapper.write(
        BlockingMode.CLASSIC,
        FOR_EVER,
        TimeUnit.MILLISECONDS,
        null,
        SocketWrapperBase.COMPLETE_WRITE_WITH_COMPLETION,
        handler,
        rest);
  }
}
