package onlookers.redis;

import java.util.Set;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Redis answers, but cannot do its work now: it loads, is full, is read-only, or does not know us.
 */
final class RedisAwayException extends RuntimeException {
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
          "NOREPLICAS");

  RedisAwayException(String message) {
    super(message);
  }

  /** Whether the reply says that nothing else would work either. */
  static boolean is(JedisDataException reply) {
    String message = String.valueOf(reply.getMessage());
    int space = message.indexOf(' ');
    return ABOUT_THE_SERVER.contains(space < 0 ? message : message.substring(0, space));
  }
}
