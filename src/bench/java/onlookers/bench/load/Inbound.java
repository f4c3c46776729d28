package onlookers.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a server sends into frames (RFC 6455, section 5.2) and hands them to the reader without
 * copying them. Servers do not mask, and none of those measured splits a message.
 */
final class Inbound extends ChannelInboundHandlerAdapter {
  private static final byte[] SWITCHING = Digits.ascii("HTTP/1.1 101");
  private static final byte[] END_OF_HEAD = Digits.ascii("\r\n\r\n");
  private static final int OPCODE = 0x0F;
  private static final int LENGTH = 0x7F;
  private static final int TWO_BYTES = 126;

  private final Reader reader;
  private final byte[] request;
  private boolean upgraded;
  private @Nullable ByteBuf rest;

  Inbound(Reader reader, byte[] request) {
    this.reader = reader;
    this.request = request;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(request));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (rest != null) {
      in = Unpooled.wrappedBuffer(rest, in);
      rest = null;
    }
    try {
      while (next(in)) {}
      if (in.isReadable()) {
        rest = in.copy();
      }
    } finally {
      in.release();
    }
  }

  private boolean next(ByteBuf in) {
    return upgraded ? frame(in) : head(in);
  }

  private boolean head(ByteBuf in) {
    int end = in.readerIndex();
    while (!Digits.startsWith(in, end, in.writerIndex(), END_OF_HEAD)) {
      if (++end >= in.writerIndex()) {
        return false;
      }
    }
    if (!Digits.startsWith(in, in.readerIndex(), end, SWITCHING)) {
      int length = end - in.readerIndex();
      reader.refused(in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1));
      in.skipBytes(in.readableBytes());
      return false;
    }
    in.readerIndex(end + END_OF_HEAD.length);
    upgraded = true;
    reader.upgraded();
    return true;
  }

  private boolean frame(ByteBuf in) {
    int at = in.readerIndex();
    if (in.readableBytes() < 2) {
      return false;
    }
    int length = in.getByte(at + 1) & LENGTH;
    int start = at + 2;
    if (length == TWO_BYTES) {
      if (in.readableBytes() < 4) {
        return false;
      }
      length = in.getUnsignedShort(start);
      start += 2;
    } else if (length > TWO_BYTES) {
      throw new IllegalStateException("a frame of more than 64 KB");
    }
    if (in.writerIndex() - start < length) {
      return false;
    }
    in.readerIndex(start + length);
    reader.frame(in.getByte(at) & OPCODE, in, start, start + length);
    return true;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    reader.ended();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reader.complain(cause.toString());
    context.close();
  }
}
