package onlookers.redis;

import java.time.Duration;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.redis.collect.JedisCollectorStore;
import onlookers.redis.connect.RedisConnector;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.TopologyWatch;
import onlookers.redis.events.KeyspaceListener;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.RedisHealth.Connection;

/**
 * What all parts of one node share: where Redis is, the names of its keys, and in whose name
 * scripts are called. Beside the ordered and the listening connection it has three pools, each for
 * those who may wait: what strangers ask for cannot keep the collector from its work, nor the
 * collector's work the lock from being kept.
 */
public final class RedisContext implements AutoCloseable {
  /** What strangers and administrators ask for; a reader who waits longer is better refused. */
  private static final int API_CONNECTIONS = 8;

  private static final Duration API_MAX_WAIT = Duration.ofMillis(250);

  /** As long as Redis is believed to be there: one that is slow is not given up before that. */
  private static final Duration API_TIMEOUT = RedisConnector.TIMEOUT;

  /** One for each thread that works through much: the worker, the sweeper, the audit. */
  private static final int COLLECTOR_CONNECTIONS = 3;

  private static final int LOCK_CONNECTIONS = 1;

  private final RedisConnector connector;
  private final Keys keys;
  private final ScriptCalls calls;
  private final RedisPool api;
  private final RedisPool collector;
  private final RedisPool lock;
  private final KeyspaceListener listener;
  private final TopologyWatch watch;

  /**
   * @param uri where Redis is
   * @param settings the node's name, the prefix of its keys, and how long they live
   */
  public RedisContext(RedisUri uri, Settings settings) {
    Duration timeout = RedisConnector.TIMEOUT;
    connector = new RedisConnector(uri, settings.redisCa(), settings.sentinelPassword());
    watch = new TopologyWatch(connector.topology());
    keys = new Keys(settings.redisPrefix());
    calls = new ScriptCalls(keys, Owner.of(settings.nodeId()), RedisPolicy.of(settings));
    api = connector.pool("api", API_CONNECTIONS, API_MAX_WAIT, API_TIMEOUT);
    collector = connector.pool("collector", COLLECTOR_CONNECTIONS, timeout, timeout);
    lock = connector.pool("lock", LOCK_CONNECTIONS, timeout, timeout);
    listener = new KeyspaceListener(connector, keys, calls.owner());
  }

  /** From now on reports how this node gets on with Redis. */
  void report(RedisHealth health) {
    connector.report(health);
    report(health, Connection.API, api);
    report(health, Connection.COLLECTOR, collector);
    report(health, Connection.LOCK, lock);
    listener.report(health);
  }

  private static void report(RedisHealth health, Connection connection, RedisPool pool) {
    pool.onFailure(failure -> health.failed(connection, RootCause.of(failure)));
    health.pool(connection, pool::inUse);
  }

  /** Opens connections to the masters, and knows why the last attempt failed. */
  public RedisConnector connector() {
    return connector;
  }

  /** The names of the keys, under this node's prefix. */
  public Keys keys() {
    return keys;
  }

  /** The calls of the scripts, in the name of this node. */
  public ScriptCalls calls() {
    return calls;
  }

  /** For the HTTP API and administrators. */
  public RedisPool api() {
    return api;
  }

  /** For the garbage collector and the audit. */
  public RedisPool collector() {
    return collector;
  }

  /**
   * For the collector's lock alone, whose one connection shows whether Redis was there meanwhile.
   */
  public RedisPool lock() {
    return lock;
  }

  /** Receives Redis' notifications, once it is started. */
  public KeyspaceListener listener() {
    return listener;
  }

  /** The garbage collector's steps, in the name of this node. */
  public JedisCollectorStore collectorStore() {
    return new JedisCollectorStore(collector, lock, calls, listener);
  }

  /** Learns from now on where the masters are, if they are likely to move. */
  void watchTopology() {
    watch.start();
  }

  /** A connection is lost, or its server is no master any more: none is to be trusted. */
  void disrupt() {
    api.clear();
    collector.clear();
    lock.clear();
    listener.interrupt();
  }

  @Override
  public void close() {
    watch.close();
    api.close();
    collector.close();
    lock.close();
  }
}
