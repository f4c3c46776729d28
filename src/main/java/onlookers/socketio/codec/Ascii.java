package onlookers.socketio.codec;

import java.util.HexFormat;

/**
 * Clients 1.x decode the UTF-8 of a text once or twice, depending on how it comes. A text of ASCII
 * alone is the same either way, and has as many characters as bytes.
 */
public final class Ascii {
  private static final char LIMIT = 0x80;
  private static final HexFormat HEX = HexFormat.of();

  private Ascii() {}

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= LIMIT) {
        return false;
      }
    }
    return true;
  }

  /** The JSON text with every other character escaped (RFC 8259, section 7). */
  public static String escape(String json) {
    if (isAscii(json)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 20);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < LIMIT) {
        escaped.append(c);
      } else {
        escaped.append("\\u").append(HEX.toHexDigits(c));
      }
    }
    return escaped.toString();
  }
}
