package onlookers.presence;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes session ids: 128 random bits as 22 characters of base64url (RFC 4648, section 5), without
 * padding.
 */
public final class SessionIds {
  private static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private SessionIds() {}

  /** An id that nobody guesses. */
  public static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return ENCODER.encodeToString(bytes);
  }
}
