package onlookers.socketio.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** UTF-8 of strangers (RFC 3629). */
final class Utf8 {
  private Utf8() {}

  /** The text, or {@code null} when the bytes are not UTF-8. */
  static @Nullable String decode(ByteBuffer bytes) {
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The text whose UTF-8 these characters are, one a byte; {@code null} when they are none. */
  static @Nullable String decodeAgain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return null;
      }
    }
    return decode(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }
}
