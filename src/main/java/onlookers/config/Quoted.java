package onlookers.config;

/** Makes text from outside fit for one line of a log. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  /**
   * The text in double quotes, cut to 200 characters, everything but printable ASCII as an escape.
   */
  static String of(String text) {
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
      line.append(String.format("\\u%04x", (int) c));
    }
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }
}
