package onlookers.presence;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes session ids: 128 random bits as 22 characters of base64url (RFC 4648, section 5), without
 * padding.
 */
final class SessionIds {
  /** Characters of an id. */
  static final int LENGTH = 22;

  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();

  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return encoder.encodeToString(bytes);
  }
}
