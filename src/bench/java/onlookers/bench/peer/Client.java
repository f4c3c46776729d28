package onlookers.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One client. A slow one misses what is out of date, and receives the newest when it reads again.
 */
final class Client extends ChannelInboundHandlerAdapter {
  private static final String KEY = "Sec-WebSocket-Key: ";
  private static final int CLOSE = 0x8;
  private static final int TEXT = 0x1;
  private static final int HEAD = 6;

  private final NettyPresence presence;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Room room;
  private @Nullable ByteBuf rest;
  private boolean upgraded;
  private boolean missed;

  Client(NettyPresence presence) {
    this.presence = presence;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** Sends the frame and releases it. */
  void push(ByteBuf frame) {
    if (context == null || !context.channel().isWritable()) {
      missed = true;
      frame.release();
    } else {
      context.writeAndFlush(frame, context.voidPromise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext changed) {
    if (missed && room != null && changed.channel().isWritable()) {
      missed = false;
      push(room.counts());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (rest != null) {
      in = Unpooled.wrappedBuffer(rest, in);
      rest = null;
    }
    while (upgraded ? frame(from, in) : handshake(from, in)) {}
    if (in.isReadable()) {
      rest = in.copy();
    }
    in.release();
  }

  private boolean handshake(ChannelHandlerContext from, ByteBuf in) {
    String head = in.toString(StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    in.skipBytes(end + 4);
    int key = head.indexOf(KEY) + KEY.length();
    upgraded = true;
    from.write(ServerFrames.switching(head.substring(key, head.indexOf('\r', key))));
    from.writeAndFlush(ServerFrames.text("[\"session\",\"" + newId() + "\"]"));
    return true;
  }

  private static String newId() {
    byte[] id = new byte[16];
    ThreadLocalRandom.current().nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private boolean frame(ChannelHandlerContext from, ByteBuf in) {
    int at = in.readerIndex();
    if (in.readableBytes() < HEAD) {
      return false;
    }
    int length = in.getByte(at + 1) & 0x7F; // all that a reader says is short
    if (in.readableBytes() < HEAD + length) {
      return false;
    }
    byte[] payload = new byte[length];
    in.getBytes(at + HEAD, payload);
    for (int i = 0; i < length; i++) {
      payload[i] ^= in.getByte(at + 2 + i % 4);
    }
    in.skipBytes(HEAD + length);
    received(from, in.getByte(at) & 0x0F, payload);
    return true;
  }

  private void received(ChannelHandlerContext from, int opcode, byte[] payload) {
    if (opcode == CLOSE) {
      leave();
      from.writeAndFlush(ServerFrames.close()).addListener(ChannelFutureListener.CLOSE);
    } else if (opcode == TEXT) {
      String text = new String(payload, StandardCharsets.US_ASCII); // ["viewing","post"]
      leave();
      room = presence.room(text.substring(text.indexOf(',') + 2, text.length() - 2));
      room.enter(this);
    }
  }

  private void leave() {
    if (room != null) {
      room.leave(this);
      room = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    leave();
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    failed.close();
  }
}
