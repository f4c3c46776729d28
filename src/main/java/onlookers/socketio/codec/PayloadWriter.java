package onlookers.socketio.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the answers to one client's polls.
 *
 * <p>A client of version 3 is answered in the framing that it can read: 1.3 and older lose every
 * text that is not {@code application/octet-stream}; 1.4 to 1.7 take each byte of a text for a
 * character, and overflow their stack on a long one. Those which cannot receive bytes say so.
 */
public final class PayloadWriter {
  /** The separator of version 4. */
  static final String SEPARATOR = "\u001e";

  private static final int LONG = 32_000;
  private static final int END_OF_LENGTH = 0xFF;

  private final EngineProtocol protocol;
  private final boolean base64;
  private final boolean alwaysBinary;

  /** Writes for the client that began its session with this query. */
  public PayloadWriter(EngineProtocol protocol, EngineQuery query) {
    this.protocol = protocol;
    this.base64 = query.base64();
    this.alwaysBinary = query.clockStamp();
  }

  /** The packets as one body. */
  public Payload write(List<EnginePacket> packets) {
    if (protocol == EngineProtocol.V4) {
      return text(packets.stream().map(this::spell).collect(Collectors.joining(SEPARATOR)));
    }
    if (!base64 && (alwaysBinary || packets.stream().anyMatch(PayloadWriter::needsBytes))) {
      return binary(packets);
    }
    return text(packets.stream().map(this::withLength).collect(Collectors.joining()));
  }

  private static Payload text(String body) {
    return new Payload(Payload.TEXT, body.getBytes(UTF_8));
  }

  private String spell(EnginePacket packet) {
    return packet.base64(protocol);
  }

  /** Lengths are in UTF-16 units, as JavaScript counts. */
  private String withLength(EnginePacket packet) {
    String text = spell(packet);
    return text.length() + ":" + text;
  }

  private static boolean needsBytes(EnginePacket packet) {
    return packet.bytes() != null || packet.text().length() > LONG || !Ascii.isAscii(packet.text());
  }

  private static Payload binary(List<EnginePacket> packets) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (EnginePacket packet : packets) {
      byte[] bytes = packet.bytes();
      if (bytes == null) {
        byte[] text = packet.text().getBytes(UTF_8);
        begin(body, 0, text.length);
        body.writeBytes(text);
      } else {
        begin(body, 1, bytes.length + 1);
        body.write(EnginePacket.MESSAGE);
        body.writeBytes(bytes);
      }
    }
    return new Payload(Payload.BINARY, body.toByteArray());
  }

  /** Whether it is bytes, then the length, a byte for each decimal digit. */
  private static void begin(ByteArrayOutputStream body, int kind, int length) {
    body.write(kind);
    for (char digit : Integer.toString(length).toCharArray()) {
      body.write(digit - '0');
    }
    body.write(END_OF_LENGTH);
  }
}
