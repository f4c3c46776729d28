package onlookers.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import onlookers.config.Secret;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/**
 * A ticket for a post is the first 22 characters of base64url(HMAC-SHA256(secret, post)): 132 bits,
 * which nobody makes up who does not know the secret. It does not expire, so that it survives any
 * page cache. Without a secret no ticket is needed.
 */
final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 22;

  private final @Nullable SecretKeySpec key;

  Tickets(Optional<Secret> secret) {
    key =
        secret
            .map(known -> new SecretKeySpec(known.reveal().getBytes(UTF_8), ALGORITHM))
            .orElse(null);
  }

  /** Whether the ticket, if one is needed, is the post's. */
  boolean admit(Post post, @Nullable String ticket) {
    return key == null
        || (ticket != null
            && MessageDigest.isEqual(of(key, post), ticket.getBytes(UTF_8))); // in constant time
  }

  private static byte[] of(SecretKeySpec key, Post post) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(post.id().getBytes(US_ASCII));
      return Base64.getUrlEncoder().encodeToString(hash).substring(0, LENGTH).getBytes(US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
