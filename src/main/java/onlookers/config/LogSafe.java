package onlookers.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes text from outside fit for one line of a log, without the passwords of addresses in it. */
final class LogSafe {
  private static final int LONGEST = 200;

  /** User and password of an address, even of one that is not well written. */
  private static final Pattern USER = Pattern.compile("(?<=//).*@", Pattern.DOTALL);

  /** What stands for parts that are not shown. */
  private static final char HIDDEN = '…';

  private LogSafe() {}

  /**
   * The text in double quotes, cut to 200 characters, everything but printable ASCII and … as an
   * escape, and {@value Secret#MASK} for what stands between {@code //} and the last {@code @}.
   */
  static String of(String given) {
    String text = USER.matcher(given).replaceFirst(Matcher.quoteReplacement(Secret.MASK + "@"));
    StringBuilder line = new StringBuilder("\"");
    text.chars().limit(LONGEST).forEach(c -> append(line, (char) c));
    return line.append(text.length() > LONGEST ? "…\"" : "\"").toString();
  }

  private static void append(StringBuilder line, char c) {
    if (c == '"' || c == '\\') {
      line.append('\\').append(c);
    } else if (isPrintable(c)) {
      line.append(c);
    } else {
      line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }

  private static boolean isPrintable(char c) {
    return (c >= ' ' && c <= '~') || c == HIDDEN;
  }
}
