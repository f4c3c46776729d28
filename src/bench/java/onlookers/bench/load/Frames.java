package onlookers.bench.load;

import java.nio.ByteBuffer;

/** Frames that a client sends (RFC 6455, section 5.2), and the request before them. */
final class Frames {
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  /** Any mask is as good as another one for a server that has to take it off. */
  private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

  private static final int MAX_SHORT = 125;

  /** A close frame with 1000: the page is left. */
  static final byte[] LEAVING = masked(CLOSE, new byte[] {0x03, (byte) 0xE8});

  private Frames() {}

  static byte[] text(String text) {
    return masked(TEXT, Digits.ascii(text));
  }

  /** A frame of at most 125 bytes. */
  static byte[] masked(int opcode, byte[] payload) {
    if (payload.length > MAX_SHORT) {
      throw new IllegalArgumentException("longer than a short frame: " + payload.length);
    }
    ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
    frame.put((byte) (FINAL | opcode)).put((byte) (MASKED | payload.length)).put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % 4]));
    }
    return frame.array();
  }

  /** The opening handshake (RFC 6455, section 4.1), as a page of the same host sends it. */
  static byte[] handshake(String host, String path) {
    return Digits.ascii(
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: " + host,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Origin: http://" + host,
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: b25sb29rZXJzIGJlbmNoLg==",
            "User-Agent: onlookers-bench",
            "",
            ""));
  }
}
