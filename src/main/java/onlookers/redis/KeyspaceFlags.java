package onlookers.redis;

import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Redis' setting {@code notify-keyspace-events}. We need {@code K} (the channel names the key),
 * {@code $} (views), {@code s} (sets), {@code g} (deletions) and {@code x} (expiries). What others
 * have set is kept.
 */
final class KeyspaceFlags {
  static final String SETTING = "notify-keyspace-events";

  private static final String NEEDED = "K$sgx";

  /** {@code A} stands for all classes of events, but for neither {@code K} nor {@code E}. */
  private static final char ALL = 'A';

  private KeyspaceFlags() {}

  /**
   * Adds the flags that are missing.
   *
   * @return whether all are set now; {@code false} when we may not look or not set them
   */
  static boolean ensure(Jedis jedis) {
    try {
      Map<String, String> answer = jedis.configGet(SETTING);
      String flags = answer.getOrDefault(SETTING, "");
      String wanted = added(flags);
      if (!wanted.equals(flags)) {
        jedis.configSet(SETTING, wanted);
      }
      return true;
    } catch (JedisDataException notPermitted) {
      return false;
    }
  }

  static String added(String flags) {
    StringBuilder wanted = new StringBuilder(flags);
    for (int i = 0; i < NEEDED.length(); i++) {
      char flag = NEEDED.charAt(i);
      boolean covered = flag != 'K' && flags.indexOf(ALL) >= 0;
      if (flags.indexOf(flag) < 0 && !covered) {
        wanted.append(flag);
      }
    }
    return wanted.toString();
  }
}
