package onlookers.redis.schema;

/** Redis' glob patterns. */
public final class Glob {
  private static final String SPECIAL = "*?[]^-\\";

  private Glob() {}

  /** A pattern that matches just this text. */
  public static String escape(String text) {
    StringBuilder pattern = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        pattern.append('\\');
      }
      pattern.append(c);
    }
    return pattern.toString();
  }
}
