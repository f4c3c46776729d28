package onlookers.presence;

import org.jspecify.annotations.Nullable;

/**
 * The one alphabet of everything that becomes part of a key: posts, visits, visitors, sessions,
 * node names.
 */
public final class Tokens {
  private Tokens() {}

  /** Whether the text is {@code min} to {@code max} characters, each of {@code A-Z a-z 0-9 _ -}. */
  public static boolean isToken(@Nullable String text, int min, int max) {
    if (text == null || text.length() < min || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == '-';
  }
}
