package onlookers.redis.schema;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who owns sessions: a node id and a random incarnation, so that a node that starts again under its
 * old name is not taken for the one that died.
 *
 * @param name {@code <node id>:<incarnation>}, as it stands in Redis
 */
public record Owner(String name) {
  private static final String ENDED = "ended:";
  private static final int INCARNATION_BYTES = 10;

  /** Behind it stands who did; a name has one colon in it, so that a node may be called so. */
  private static final Pattern BY_WHOM = Pattern.compile("ended:.+:.+");

  /** Behind the post, where it is. */
  private static final Pattern PARKED = Pattern.compile("parked:[^:]+:(.+:.+)");

  /** Of the version before. */
  private static final Pattern EARLIER = Pattern.compile(".*:[0-9a-f]{16}");

  /** Whether what is recorded of a session's owner is only that it has ended it. */
  public static boolean isEnded(String recorded) {
    return BY_WHOM.matcher(recorded).matches();
  }

  /** What is recorded of a session's owner when that one has ended it. */
  public static String ended(String owner) {
    return ENDED + owner;
  }

  /** Who has parked the session; {@code null} if something else is recorded of its owner. */
  public static @Nullable String whoParked(String recorded) {
    Matcher parked = PARKED.matcher(recorded);
    return parked.matches() ? parked.group(1) : null;
  }

  /**
   * Whether what is recorded is who keeps the session's key: it has neither ended nor is parked.
   */
  public static boolean isHolder(String recorded) {
    return !isEnded(recorded) && whoParked(recorded) == null;
  }

  /** Whether it is a node of the version before, by the length of its incarnation. */
  public static boolean isEarlier(String owner) {
    return EARLIER.matcher(owner).matches();
  }

  /** A new incarnation of the node. */
  public static Owner of(String nodeId) {
    byte[] incarnation = new byte[INCARNATION_BYTES];
    new SecureRandom().nextBytes(incarnation);
    return new Owner(nodeId + ":" + HexFormat.of().formatHex(incarnation));
  }
}
