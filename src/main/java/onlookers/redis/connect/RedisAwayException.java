package onlookers.redis.connect;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Redis answers, but cannot do its work now: it loads, is full, is read-only, or does not know us.
 */
public final class RedisAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The first words of the replies that are about the server and not about one key. */
  private static final Set<String> ABOUT_THE_SERVER =
      Set.of(
          "LOADING",
          "OOM",
          "READONLY",
          "MISCONF",
          "NOAUTH",
          "WRONGPASS",
          "NOPERM",
          "BUSY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "MOVED",
          "ASK",
          "TRYAGAIN",
          "NOREPLICAS");

  /**
   * @param message what is missing, and what would be right where that is known
   */
  public RedisAwayException(String message) {
    super(message);
  }

  /**
   * One whose message says all that is to be said of the cause.
   *
   * @param message which server, what is wrong, and what would be right where that is known
   */
  public RedisAwayException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The first word of a reply; before Redis 7 that of the error which ended a script stands behind
   * the place in the script, with a minus sign.
   */
  private static final Pattern CODE = Pattern.compile("^([A-Z]+)|@user_script: ?\\d+: -([A-Z]+)");

  /**
   * A script may not call what its user may not call, or touch what that user may not touch: the
   * words of Redis before 7.2, and from then on.
   */
  private static final List<String> MISSING_PERMISSIONS =
      List.of("The user executing the script can't ", "ACL failure in script: ");

  /** Whether the reply says that nothing else would work either. */
  public static boolean is(JedisDataException reply) {
    String message = String.valueOf(reply.getMessage());
    return CODE.matcher(message)
            .results()
            .flatMap(code -> Stream.of(code.group(1), code.group(2)))
            .anyMatch(code -> code != null && ABOUT_THE_SERVER.contains(code))
        || MISSING_PERMISSIONS.stream().anyMatch(message::contains);
  }
}
