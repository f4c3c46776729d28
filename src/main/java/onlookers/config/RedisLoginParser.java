package onlookers.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import onlookers.config.RedisUri.Login;
import org.jspecify.annotations.Nullable;

/** Reads the user and the password of a Redis' address, percent-encoded as they are. */
final class RedisLoginParser {
  /** A character that must be percent-encoded, or a percent sign that encodes none. */
  private static final Pattern UNENCODED =
      Pattern.compile(
          "[\\p{ASCII}\\p{Cntrl}\\p{Z}\\p{Cs}&&[^A-Za-z0-9._~!$&'()*+,;=:%-]]"
              + "|%(?![0-9A-Fa-f]{2})");

  private final RedisUriForm form;

  RedisLoginParser(RedisUriForm form) {
    this.form = form;
  }

  /**
   * Reads what stands before the {@code @}.
   *
   * @throws IllegalArgumentException with what would be right
   */
  Login parse(@Nullable String text) {
    if (text == null || text.equals(":")) {
      return Login.NONE;
    }
    if (UNENCODED.matcher(text).find()) {
      throw form.wrong(
          "a user and a password in which every special character is percent-encoded (@ is %40, /"
              + " is %2F, # is %23, % is %25)");
    }
    int colon = text.indexOf(':');
    String password = colon < 0 ? "" : decode(text.substring(colon + 1));
    if (password.isEmpty() || password.length() > Secret.MAX_LENGTH) {
      throw form.wrong(
          "user:password@ or :password@, the password of 1 to "
              + Secret.MAX_LENGTH
              + " characters, before the host");
    }
    String user = decode(text.substring(0, colon));
    return new Login(user.isEmpty() ? null : user, new Secret(password));
  }

  /** Of text in which each percent sign has two hexadecimal digits after it. */
  private String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 3;
      } else {
        int end = Math.max(i + 1, nextPercent(text, i));
        bytes.writeBytes(text.substring(i, end).getBytes(UTF_8));
        i = end;
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw form.wrong("a user and a password that are UTF-8 once they are percent-decoded");
    }
  }

  private static int nextPercent(String text, int from) {
    int next = text.indexOf('%', from);
    return next < 0 ? text.length() : next;
  }
}
