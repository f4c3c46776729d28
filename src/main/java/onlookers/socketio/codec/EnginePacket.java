package onlookers.socketio.codec;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One packet of Engine.IO: a text, which begins with the digit of its type, or a message of bytes.
 *
 * @param text the digit and what follows it; empty when it is bytes
 * @param bytes a binary message, which is of type 4; {@code null} when it is a text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too long to be copied
public record EnginePacket(String text, byte @Nullable [] bytes) {
  /** The client, or the server, ends the session. */
  public static final EnginePacket CLOSE = text("1");

  /** Asks a client of version 4 for a sign of life. */
  public static final EnginePacket PING = text("2");

  /** Answers the ping by which a client tries a WebSocket. */
  public static final EnginePacket PROBE_ANSWER = text("3probe");

  /** Ends a poll that has nothing to say. */
  public static final EnginePacket NOOP = text("6");

  /** The type that stands before the bytes of a message in version 3. */
  static final byte MESSAGE = 4;

  /** What a text packet begins with. */
  public enum Type {
    OPEN,
    CLOSE,
    PING,
    PONG,
    MESSAGE,
    UPGRADE,
    NOOP
  }

  private static final Type[] TYPES = Type.values();

  /** A packet as it stands on the wire, the digit of its type in front. */
  public static EnginePacket text(String text) {
    return new EnginePacket(text, null);
  }

  /** A message of bytes. */
  public static EnginePacket message(byte[] bytes) {
    return new EnginePacket("", bytes);
  }

  /**
   * The first packet of a session, the same for both versions.
   *
   * @param sid the session's id
   * @param upgradable whether the client may go on to a WebSocket
   */
  public static EnginePacket open(String sid, boolean upgradable, EngineLimits limits) {
    return text(
        "0{\"sid\":\""
            + sid
            + "\",\"upgrades\":"
            + (upgradable ? "[\"websocket\"]" : "[]")
            + ",\"pingInterval\":"
            + limits.pingInterval().toMillis()
            + ",\"pingTimeout\":"
            + limits.pingTimeout().toMillis()
            + ",\"maxPayload\":"
            + limits.maxPayload()
            + "}");
  }

  /**
   * The type of the packet.
   *
   * @throws BadPacketException when it begins with none
   */
  public Type type() throws BadPacketException {
    if (bytes != null) {
      return Type.MESSAGE;
    }
    int digit = text.charAt(0) - '0';
    if (digit < 0 || digit >= TYPES.length) {
      throw new BadPacketException("an unknown type of packet");
    }
    return TYPES[digit];
  }

  /** What follows the digit of a text packet. */
  public String data() {
    return text.substring(1);
  }

  /** The bytes of a binary message as they stand on a WebSocket. */
  public static ByteBuffer framed(byte[] message, EngineProtocol protocol) {
    return protocol == EngineProtocol.V4
        ? ByteBuffer.wrap(message)
        : ByteBuffer.allocate(message.length + 1).put(MESSAGE).put(message).flip();
  }

  /** The packet as text, for a client that cannot receive bytes. */
  public String base64(EngineProtocol protocol) {
    return bytes == null
        ? text
        : (protocol == EngineProtocol.V3 ? "b4" : "b") + Base64.getEncoder().encodeToString(bytes);
  }

  /** About as many bytes as it takes in memory. */
  public int size() {
    return 64 + (bytes == null ? text.length() : bytes.length);
  }
}
