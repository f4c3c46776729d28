package onlookers.socketio.codec;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * One packet of Socket.IO, as a client sends it in an Engine.IO message: {@code
 * <type>[/namespace,][ack id][json]}.
 *
 * @param type what it is
 * @param namespace {@code /} for the default one
 * @param ack the number by which the client wants an answer, empty when it wants none
 * @param json what follows; empty when nothing does
 */
public record SocketPacket(Type type, String namespace, String ack, String json) {
  /** The default namespace. */
  public static final String MAIN = "/";

  /** What a packet begins with. */
  public enum Type {
    CONNECT,
    DISCONNECT,
    EVENT,
    ACK,
    CONNECT_ERROR,
    BINARY_EVENT,
    BINARY_ACK
  }

  private static final Type[] TYPES = Type.values();
  private static final JsonProvider JSON = JsonProvider.provider();

  /** An integer that JavaScript keeps exact has no more. */
  private static final int MAX_ACK_DIGITS = 16;

  /** Of a namespace, which is sent back when it is refused. */
  private static final int MAX_NAMESPACE = 100;

  /** Events that Socket.IO itself raises, and that no client may send. */
  private static final Pattern RESERVED =
      Pattern.compile(
          "\\[\\s*\"(connect|connect_error|disconnect|disconnecting|newListener|removeListener)\"");

  /**
   * Reads a packet. Of an event only the outside is looked at: whoever it is for reads the rest.
   *
   * @throws BadPacketException when it is none, or one that only a server sends
   */
  public static SocketPacket read(String text) throws BadPacketException {
    int digit = text.isEmpty() ? -1 : text.charAt(0) - '0';
    if (digit < 0 || digit >= TYPES.length) {
      throw new BadPacketException("an unknown type of packet");
    }
    Type type = TYPES[digit];
    if (type == Type.BINARY_EVENT || type == Type.BINARY_ACK) {
      return new SocketPacket(type, MAIN, "", "");
    }
    return read(type, text);
  }

  private static SocketPacket read(Type type, String text) throws BadPacketException {
    String namespace = MAIN;
    int start = 1;
    if (text.startsWith(MAIN, start)) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      namespace = withoutQuery(text.substring(start, end));
      start = Math.min(end + 1, text.length());
    }
    int json = start;
    while (json < text.length() && isDigit(text.charAt(json))) {
      json++;
    }
    if (json - start > MAX_ACK_DIGITS || namespace.length() > MAX_NAMESPACE) {
      throw new BadPacketException("a namespace or the number of an acknowledgement is too long");
    }
    return new SocketPacket(type, namespace, text.substring(start, json), text.substring(json))
        .checked();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Clients 1.x and 2.x put the query of a namespace behind its name. */
  private static String withoutQuery(String namespace) {
    int query = namespace.indexOf('?');
    return query < 0 ? namespace : namespace.substring(0, query);
  }

  private SocketPacket checked() throws BadPacketException {
    boolean fits =
        switch (type) {
          case CONNECT -> json.isEmpty() || isJson('{');
          case DISCONNECT -> json.isEmpty();
          case EVENT -> json.startsWith("[") && !RESERVED.matcher(json).lookingAt();
          case ACK -> !ack.isEmpty() && isJson('[');
          default -> false;
        };
    if (!fits) {
      throw new BadPacketException("what follows does not fit the type of the packet");
    }
    return this;
  }

  private boolean isJson(char first) {
    if (json.isEmpty() || json.charAt(0) != first) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(new StringReader(json))) {
      while (parser.hasNext()) {
        parser.next();
      }
      return true;
    } catch (JsonException | NoSuchElementException | IllegalStateException e) {
      return false;
    } catch (RuntimeException e) { // more of it than the library is ready for
      return false;
    }
  }
}
