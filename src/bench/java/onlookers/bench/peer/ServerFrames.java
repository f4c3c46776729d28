package onlookers.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a server sends (RFC 6455). */
final class ServerFrames {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final int NORMAL = 1000;

  private ServerFrames() {}

  /** A text frame of at most 125 ASCII characters. */
  static ByteBuf text(String text) {
    ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(2 + text.length());
    frame.writeByte(FINAL_TEXT).writeByte(text.length());
    ByteBufUtil.writeAscii(frame, text);
    return frame;
  }

  static ByteBuf close() {
    ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(4);
    return frame.writeByte(FINAL_CLOSE).writeByte(2).writeShort(NORMAL);
  }

  /** The answer to a handshake with that key (section 4.2.2). */
  static ByteBuf switching(String key) {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n";
    ByteBuf answer = PooledByteBufAllocator.DEFAULT.directBuffer(head.length());
    ByteBufUtil.writeAscii(answer, head);
    return answer;
  }

  private static String accept(String key) {
    try {
      byte[] input = (key + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(input));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
