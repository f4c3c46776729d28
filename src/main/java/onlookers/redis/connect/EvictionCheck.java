package onlookers.redis.connect;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Warns when Redis may throw away views, which never expire, to make room. */
public final class EvictionCheck {
  private static final System.Logger LOG = System.getLogger(EvictionCheck.class.getName());
  private static final String FIELD = "maxmemory_policy:";
  private static final String EVICTS_ANYTHING = "allkeys-";

  private EvictionCheck() {}

  /**
   * Asks the server for its policy, and warns once; says nothing where {@code INFO} is not
   * permitted.
   */
  public static void warn(MasterConnection server) {
    try {
      new Jedis(server)
          .info("memory")
          .lines()
          .filter(line -> line.startsWith(FIELD + EVICTS_ANYTHING))
          .forEach(line -> warn(line.substring(FIELD.length()).strip()));
    } catch (JedisDataException notPermitted) {
      LOG.log(System.Logger.Level.DEBUG, "Redis does not show its memory policy");
    }
  }

  private static void warn(String policy) {
    LOG.log(
        System.Logger.Level.WARNING,
        "Redis'' maxmemory-policy is {0}: when memory is short it may evict views: keys, and counts are"
            + " lost; set it to noeviction or one of volatile-*",
        policy);
  }
}
