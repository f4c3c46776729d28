package onlookers.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A file that holds the value of one setting, in UTF-8, at most 64 KiB; a byte order mark before it
 * and one newline at its end are not part of it.
 */
final class SecretFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final long MAX_BYTES = 65_536;

  private SecretFile() {}

  /**
   * Reads the value.
   *
   * @throws SettingException when the file is missing, unreadable, not a regular file, not UTF-8,
   *     too long, empty or of several lines
   */
  static String read(String name, String where, String path) {
    String text = withoutMark(withoutNewline(contents(name, where, path)));
    if (text.isEmpty()) {
      throw refusal(name, where, "is empty");
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw refusal(name, where, "has more than one line");
    }
    return text;
  }

  private static String contents(String name, String where, String path) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(NamedFile.read(path, MAX_BYTES));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (IllegalArgumentException e) {
      throw refusal(name, where, String.valueOf(e.getMessage()));
    } catch (CharacterCodingException e) {
      throw refusal(name, where, "is not in UTF-8");
    }
  }

  /**
   * Editors put a byte order mark before what is UTF-8 (RFC 3629, 6); it is no part of a secret.
   */
  private static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static String withoutNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** Without the path, in whose place the secret itself may have been given. */
  private static SettingException refusal(String name, String where, String why) {
    return new SettingException(
        name
            + " ("
            + where
            + "): the file that it names "
            + why
            + "; right is a readable file that holds the value and nothing else");
  }
}
