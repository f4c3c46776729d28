package onlookers.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * A text that must not be seen: only {@link #reveal()} returns it, {@link #toString()} never does.
 */
public final class Secret {
  /** What stands in a log where a secret would stand. */
  public static final String MASK = "***";

  /** The most characters a secret may have. */
  static final int MAX_LENGTH = 1024;

  private final String text;

  /**
   * @param text 1 to 1024 characters of any kind
   * @throws IllegalArgumentException when it is empty or longer
   */
  public Secret(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("1 to " + MAX_LENGTH + " characters");
    }
    this.text = text;
  }

  /** The text itself, for whoever computes or compares with it. */
  public String reveal() {
    return text;
  }

  /** Whether the other text is this secret; takes the same time wherever the two differ. */
  public boolean matches(String other) {
    return MessageDigest.isEqual(text.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
