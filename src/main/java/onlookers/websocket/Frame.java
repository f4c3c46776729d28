package onlookers.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One text message, framed once at most, however many receive it. */
public final class Frame {
  /** The last part of a text message (RFC 6455, 5.2); what a server sends is not masked. */
  private static final byte FINAL_TEXT = (byte) 0x81;

  private static final int LENGTH_IN_ONE_BYTE = 125;
  private static final int LENGTH_IN_TWO_BYTES = 0xFFFF;
  private static final byte TWO_BYTES = 126;
  private static final byte EIGHT_BYTES = 127;

  private final String text;
  private volatile byte @Nullable [] bytes;

  /**
   * @param text the message, without a frame around it
   */
  public Frame(String text) {
    this.text = text;
  }

  /** The message, without a frame around it. */
  public String text() {
    return text;
  }

  /** Header and payload as they go out on a WebSocket (RFC 6455, 5.2), to be read once. */
  public ByteBuffer bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = frame(text.getBytes(StandardCharsets.UTF_8));
      bytes = known;
    }
    return ByteBuffer.wrap(known);
  }

  private static byte[] frame(byte[] payload) {
    int length = payload.length;
    if (length <= LENGTH_IN_ONE_BYTE) {
      return ByteBuffer.allocate(2 + length)
          .put(FINAL_TEXT)
          .put((byte) length)
          .put(payload)
          .array();
    }
    if (length <= LENGTH_IN_TWO_BYTES) {
      return ByteBuffer.allocate(4 + length)
          .put(FINAL_TEXT)
          .put(TWO_BYTES)
          .putShort((short) length)
          .put(payload)
          .array();
    }
    return ByteBuffer.allocate(10 + length)
        .put(FINAL_TEXT)
        .put(EIGHT_BYTES)
        .putLong(length)
        .put(payload)
        .array();
  }
}
