package onlookers.socketio.codec;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Reads one packet of Engine.IO, as it came on a WebSocket or out of a payload. */
public final class EnginePacketReader {
  private EnginePacketReader() {}

  /**
   * What a client sent as a text.
   *
   * @throws BadPacketException when it is empty or of no type, or its base64 is none
   */
  public static EnginePacket read(String text, EngineProtocol protocol) throws BadPacketException {
    if (text.isEmpty()) {
      throw new BadPacketException("an empty packet");
    }
    if (text.charAt(0) != 'b') {
      return known(EnginePacket.text(text));
    }
    boolean typed = protocol == EngineProtocol.V3;
    if (typed && !text.startsWith("b4")) {
      throw new BadPacketException("only messages are binary");
    }
    try {
      return EnginePacket.message(Base64.getDecoder().decode(text.substring(typed ? 2 : 1)));
    } catch (IllegalArgumentException e) {
      throw new BadPacketException("not base64");
    }
  }

  private static EnginePacket known(EnginePacket packet) throws BadPacketException {
    packet.type();
    return packet;
  }

  /**
   * What a client sent as bytes.
   *
   * @throws BadPacketException when the byte of the type in front, in version 3, is not a message's
   */
  public static EnginePacket read(ByteBuffer content, EngineProtocol protocol)
      throws BadPacketException {
    if (protocol == EngineProtocol.V3
        && (!content.hasRemaining() || content.get() != EnginePacket.MESSAGE)) {
      throw new BadPacketException("only messages are binary");
    }
    byte[] message = new byte[content.remaining()];
    content.get(message);
    return EnginePacket.message(message);
  }
}
