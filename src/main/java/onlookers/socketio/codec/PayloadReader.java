package onlookers.socketio.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one client posts.
 *
 * <p>Clients 1.x encode the UTF-8 of each string twice, 2.x once, and nothing says which of them it
 * is. So a string of version 3 whose characters are the bytes of UTF-8 is decoded once more, until
 * one comes that cannot have been encoded twice: from then on the client is known to be a 2.x. A
 * 2.x whose first such string looks like a 1.x's is misread.
 */
public final class PayloadReader {
  private static final int MAX_DIGITS = 9;
  private static final int END_OF_LENGTH = 0xFF;

  private final EngineProtocol protocol;
  private boolean encodesOnce;

  /** Reads for a client of that version. */
  public PayloadReader(EngineProtocol protocol) {
    this.protocol = protocol;
  }

  /**
   * The packets of one request.
   *
   * @param binary whether its content type is that of the binary framing, which version 4 has not
   * @throws BadPacketException when it does not hold whole packets
   */
  public List<EnginePacket> read(boolean binary, byte[] body) throws BadPacketException {
    if (protocol == EngineProtocol.V3) {
      return binary ? binaryFraming(ByteBuffer.wrap(body)) : textFraming(text(body));
    }
    if (binary) {
      throw new BadPacketException("version 4 has no binary payloads");
    }
    return separated(text(body));
  }

  private static String text(byte[] body) throws BadPacketException {
    return required(Utf8.decode(ByteBuffer.wrap(body)));
  }

  private static String required(@Nullable String text) throws BadPacketException {
    if (text == null) {
      throw new BadPacketException("not UTF-8");
    }
    return text;
  }

  private List<EnginePacket> separated(String body) throws BadPacketException {
    List<EnginePacket> packets = new ArrayList<>();
    for (String text : body.split(PayloadWriter.SEPARATOR, -1)) {
      packets.add(EnginePacketReader.read(text, protocol));
    }
    return packets;
  }

  private List<EnginePacket> textFraming(String body) throws BadPacketException {
    List<EnginePacket> packets = new ArrayList<>();
    int start = 0;
    do {
      int colon = body.indexOf(':', start);
      int first = colon + 1;
      int length = length(body, start, colon);
      if (length > body.length() - first) {
        throw truncated();
      }
      start = first + length;
      packets.add(EnginePacketReader.read(decodedAgain(body.substring(first, start)), protocol));
    } while (start < body.length());
    return packets;
  }

  /** The number that stands there, of one to nine digits. */
  private static int length(String body, int start, int end) throws BadPacketException {
    if (end <= start || end - start > MAX_DIGITS) {
      throw new BadPacketException("not a length");
    }
    int length = 0;
    for (int i = start; i < end; i++) {
      int digit = body.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new BadPacketException("not a length");
      }
      length = length * 10 + digit;
    }
    return length;
  }

  private String decodedAgain(String text) {
    if (encodesOnce || Ascii.isAscii(text)) {
      return text;
    }
    String again = Utf8.decodeAgain(text);
    encodesOnce = again == null;
    return again == null ? text : again;
  }

  private List<EnginePacket> binaryFraming(ByteBuffer body) throws BadPacketException {
    List<EnginePacket> packets = new ArrayList<>();
    do {
      if (!body.hasRemaining()) {
        throw truncated();
      }
      boolean bytes = body.get() != 0;
      int length = length(body);
      if (length > body.remaining()) {
        throw truncated();
      }
      ByteBuffer content = body.slice(body.position(), length);
      body.position(body.position() + length);
      packets.add(bytes ? EnginePacketReader.read(content, protocol) : text(content));
    } while (body.hasRemaining());
    return packets;
  }

  /** A byte for each decimal digit, then 255. */
  private static int length(ByteBuffer body) throws BadPacketException {
    int length = 0;
    for (int i = 0; i <= MAX_DIGITS && body.hasRemaining(); i++) {
      int digit = body.get() & 0xFF;
      if (digit == END_OF_LENGTH && i > 0) {
        return length;
      }
      if (digit > 9 || i == MAX_DIGITS) {
        throw new BadPacketException("not a length");
      }
      length = length * 10 + digit;
    }
    throw truncated();
  }

  private EnginePacket text(ByteBuffer content) throws BadPacketException {
    return EnginePacketReader.read(required(Utf8.decode(content)), protocol);
  }

  private static BadPacketException truncated() {
    return new BadPacketException("a payload that is cut off");
  }
}
