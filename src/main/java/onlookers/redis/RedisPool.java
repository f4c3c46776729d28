package onlookers.redis;

import java.util.function.Supplier;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A few connections for one purpose, so that no other purpose can use them up. Whoever asks waits:
 * for a free connection and for the answer, both for a bounded time.
 */
final class RedisPool implements AutoCloseable {
  private final RedisClient client;

  RedisPool(RedisClient client) {
    this.client = client;
  }

  /** Sends commands each on whichever connection is free. */
  RedisClient client() {
    return client;
  }

  /**
   * Asks. A connection from before a restart of Redis is broken and does not know: then all are
   * given up, and the question, which must bear being asked twice, is asked once more. Not so when
   * Redis was silent: that was waited for once.
   */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisConnectionException broken) {
      client.getPool().clear();
      if (Backoff.isTimeout(broken)) {
        throw broken;
      }
      return question.get();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
