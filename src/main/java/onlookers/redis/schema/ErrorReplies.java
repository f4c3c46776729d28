package onlookers.redis.schema;

import onlookers.redis.connect.LogLimit;
import onlookers.redis.connect.RedisAwayException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The errors that Redis replies with because of what a key holds. They are logged, each at most
 * once in ten seconds, and all of them together as {@link LogLimit} permits.
 */
public final class ErrorReplies {
  private static final System.Logger LOG = System.getLogger(ErrorReplies.class.getName());

  private final LogLimit limit = new LogLimit(System::nanoTime);

  /**
   * Logs what Redis refused because of what a key holds.
   *
   * @param what the command and what it was about, for the log
   * @throws JedisDataException the reply itself, when it is about the server and not about a key
   */
  public void logOrThrow(String what, JedisDataException reply) {
    if (RedisAwayException.is(reply)) {
      throw reply;
    }
    log(what, reply);
  }

  /** Logs what Redis refused, unless it has been said within ten seconds, or much else has. */
  public void log(String what, JedisDataException reply) {
    if (limit.permits(what)) {
      LOG.log(System.Logger.Level.WARNING, "Redis refused: {0}: {1}", what, reply.getMessage());
    }
  }
}
