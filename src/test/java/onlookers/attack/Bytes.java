package onlookers.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import onlookers.fixture.RawClient;

/** Requests and frames as they go over the wire, right and wrong ones. */
final class Bytes {
  private static final byte[] MASK = {1, 2, 3, 4};

  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(UTF_8);
  }

  /** A request's line and headers; each header without its end of line. */
  static byte[] request(String method, String path, String... headers) {
    return of(
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n".formatted(method, path, lines(headers)));
  }

  /** A WebSocket's handshake with more headers. */
  static byte[] handshake(String path, String... headers) {
    return request(
        "GET",
        path,
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            + (headers.length == 0 ? "" : "\r\n")
            + String.join("\r\n", headers));
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }

  /** A whole text frame of a client. */
  static byte[] text(String text) {
    return frame(RawClient.TEXT, true, of(text));
  }

  /** A masked frame of at most 65,535 bytes. */
  static byte[] frame(int opcode, boolean last, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (opcode | (last ? 0x80 : 0)));
    if (payload.length < 126) {
      frame.put((byte) (payload.length | 0x80));
    } else {
      frame.put((byte) (126 | 0x80)).putShort((short) payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % 4]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  static byte[] times(int count, byte[] bytes) {
    ByteBuffer all = ByteBuffer.allocate(count * bytes.length);
    for (int i = 0; i < count; i++) {
      all.put(bytes);
    }
    return all.array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
