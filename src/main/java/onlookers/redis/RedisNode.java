package onlookers.redis;

import java.net.URI;
import onlookers.config.Settings;
import redis.clients.jedis.RedisClient;

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

  KeyspaceListener listener() {
    return listener;
  }

  @Override
  public void close() {
    pool.close();
  }
}
