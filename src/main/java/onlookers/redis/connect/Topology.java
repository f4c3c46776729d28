package onlookers.redis.connect;

import redis.clients.jedis.HostAndPort;

/** Knows, or asks, where the masters are. Safe for use by many threads. */
public interface Topology {
  /**
   * What was last known; asks when nothing is.
   *
   * @throws RedisAwayException when nobody who could answer is in reach, or none of them knows
   */
  Layout layout();

  /**
   * Asks anew.
   *
   * @throws RedisAwayException as {@link #layout()}
   */
  Layout refresh();

  /**
   * Asks anew, and that one first: it is said to hold what was looked for elsewhere, and so knows
   * more than others may have received.
   *
   * @throws RedisAwayException as {@link #layout()}
   */
  default Layout refreshFrom(HostAndPort one) {
    return refresh();
  }

  /**
   * A master could not be worked with: it may be none any more, and whoever named it may not know.
   * Does not wait for anything.
   */
  default void suspect(HostAndPort master) {}

  /** Whether it is worth asking from time to time. */
  boolean changes();
}
