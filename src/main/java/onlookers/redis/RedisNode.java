package onlookers.redis;

import java.net.URI;
import java.util.function.Supplier;
import onlookers.config.Settings;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * What all parts of one node share: where Redis is, the names of its keys, and in whose name
 * scripts are called.
 */
public final class RedisNode implements AutoCloseable {
  private final RedisConnector connector;
  private final Keys keys;
  private final ScriptCalls calls;
  private final RedisClient pool;
  private final KeyspaceListener listener;

  /**
   * @param uri where Redis is
   * @param settings the node's name, the prefix of its keys, and how long they live
   */
  public RedisNode(URI uri, Settings settings) {
    connector = new RedisConnector(uri);
    keys = new Keys(settings.redisPrefix());
    calls = new ScriptCalls(keys, Owner.of(settings.nodeId()), RedisPolicy.of(settings));
    pool = connector.pool();
    listener = new KeyspaceListener(connector, keys, calls.owner());
  }

  RedisConnector connector() {
    return connector;
  }

  Keys keys() {
    return keys;
  }

  ScriptCalls calls() {
    return calls;
  }

  RedisClient pool() {
    return pool;
  }

  /**
   * Asks on a pooled connection. One from before a restart of Redis is broken and does not know:
   * then all are given up, and the question, which must bear being asked twice, is asked once more.
   */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisConnectionException broken) {
      pool.getPool().clear();
      return question.get();
    }
  }

  KeyspaceListener listener() {
    return listener;
  }

  @Override
  public void close() {
    pool.close();
  }
}
