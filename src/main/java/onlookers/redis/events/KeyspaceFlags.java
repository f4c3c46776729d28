package onlookers.redis.events;

import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Redis' setting {@code notify-keyspace-events}. We need {@code K} (the channel names the key),
 * {@code $} (views), {@code s} (sets), {@code g} (deletions), {@code x} (expiries) and {@code e}
 * (evictions). What others have set is kept.
 */
final class KeyspaceFlags {
  static final String SETTING = "notify-keyspace-events";

  private static final String NEEDED = "K$sgxe";

  /** {@code A} stands for all classes of events, but for neither {@code K} nor {@code E}. */
  private static final char ALL = 'A';

  /** What {@link #ensure} found. */
  enum State {
    /** All were set. */
    PRESENT,
    /** Some were missing, and are set now: events were not announced until now. */
    ADDED,
    /** We may not look, or not set them. */
    FORBIDDEN
  }

  private KeyspaceFlags() {}

  /** Adds the flags that are missing. */
  static State ensure(Jedis jedis) {
    try {
      Map<String, String> answer = jedis.configGet(SETTING);
      String flags = answer.getOrDefault(SETTING, "");
      String wanted = added(flags);
      if (wanted.equals(flags)) {
        return State.PRESENT;
      }
      jedis.configSet(SETTING, wanted);
      return State.ADDED;
    } catch (JedisDataException notPermitted) {
      return State.FORBIDDEN;
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
