package onlookers.redis.connect;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import onlookers.redis.connect.PooledConnectionsFactory.Pooled;
import onlookers.runtime.PoolUse;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A few sets of connections for one purpose, so that no other purpose can use them up. Whoever asks
 * waits: for free connections and for the answer, both for a bounded time.
 */
public final class RedisPool implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedisPool.class.getName());

  private final GenericObjectPool<Pooled> pool;
  private volatile Consumer<Throwable> failures = failure -> {};
  private final PooledConnectionsFactory factory;

  /**
   * Opens connections when they are needed, and keeps them.
   *
   * @param opening opens a set of connections
   * @param size the most sets
   * @param maxWait how long to wait for a free one
   */
  public RedisPool(Supplier<MasterConnections> opening, int size, Duration maxWait) {
    GenericObjectPoolConfig<Pooled> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(size);
    config.setMaxIdle(size);
    config.setMaxWait(maxWait);
    config.setTestOnBorrow(true);
    config.setJmxEnabled(false);
    // No evictor: its thread would outlive an undeploy.
    config.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    factory = new PooledConnectionsFactory(opening);
    pool = new GenericObjectPool<>(factory, config);
  }

  /**
   * Does something with a set of connections that nobody else has meanwhile.
   *
   * @throws JedisException when none is free or can be opened, or one breaks
   */
  public <T> T use(Function<MasterConnections, T> work) {
    try {
      return use(borrow(), work);
    } catch (JedisConnectionException | RedisAwayException broken) {
      failures.accept(broken);
      throw broken;
    } catch (JedisDataException answered) {
      if (RedisAwayException.is(answered)) {
        failures.accept(answered);
      }
      throw answered;
    }
  }

  private <T> T use(Pooled borrowed, Function<MasterConnections, T> work) {
    boolean sound = false;
    try {
      T result = work.apply(borrowed.connections());
      sound = true;
      return result;
    } catch (JedisDataException answered) {
      sound = !RedisAwayException.is(answered);
      throw answered;
    } finally {
      giveBack(borrowed, sound);
    }
  }

  /**
   * Does something that bears being done twice. A connection from before a restart of Redis is
   * broken and does not know: then all are given up, and it is done once more. Not so when Redis
   * was silent: that was waited for once.
   */
  public <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisConnectionException broken) {
      clear();
      if (Backoff.isTimeout(broken)) {
        throw broken;
      }
      return question.get();
    }
  }

  /** Called from now on for each exchange that fails, but for those that Redis refuses for good. */
  public void onFailure(Consumer<Throwable> listener) {
    failures = listener;
  }

  /** How it is used just now. */
  public PoolUse inUse() {
    return new PoolUse(pool.getNumActive(), pool.getNumIdle(), pool.getNumWaiters());
  }

  /** Gives up all connections, those that are in use when they come back. */
  public void clear() {
    factory.invalidateAll();
    pool.clear();
  }

  private Pooled borrow() {
    try {
      return pool.borrowObject();
    } catch (JedisException | RedisAwayException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JedisException("interrupted while waiting for a connection", e);
    } catch (Exception e) { // the pool's interface declares no less
      throw new JedisException("no connection is free", e);
    }
  }

  private void giveBack(Pooled borrowed, boolean sound) {
    if (sound && !borrowed.connections().isBroken()) {
      pool.returnObject(borrowed);
      return;
    }
    try {
      pool.invalidateObject(borrowed);
    } catch (Exception e) { // the pool opens another one for it at once
      LOG.log(
          System.Logger.Level.DEBUG,
          "no connection in place of a broken one: {0}",
          RootCause.of(e));
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
