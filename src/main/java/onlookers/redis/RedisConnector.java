package onlookers.redis;

import java.time.Duration;
import onlookers.config.RedisUri;
import onlookers.config.Secret;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/**
 * Opens connections to the one Redis. RESP2 is spoken, which every server from 6.2 on does alike.
 */
public final class RedisConnector {
  /** Together with the heartbeat of one second this notices a Redis that hangs within 3 s. */
  static final Duration TIMEOUT = Duration.ofMillis(1_500);

  private final RedisUri uri;

  /**
   * @param uri the address of one server
   */
  public RedisConnector(RedisUri uri) {
    this.uri = uri;
  }

  /** A connection of its own, open. */
  Jedis connect(String purpose) {
    Jedis jedis = new Jedis(address(), config(purpose, TIMEOUT));
    try {
      jedis.connect();
      return jedis;
    } catch (RuntimeException e) {
      jedis.close();
      throw e;
    }
  }

  /**
   * A pool that opens its connections when they are needed, and keeps them.
   *
   * @param purpose what they are for, which Redis' {@code CLIENT LIST} shows
   * @param size the most connections
   * @param patience how long to wait for a free one
   * @param timeout how long to wait for a connection to be made, and for each answer
   */
  RedisPool pool(String purpose, int size, Duration patience, Duration timeout) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(size);
    pool.setMaxIdle(size);
    pool.setMinIdle(0);
    pool.setMaxWait(patience);
    pool.setTimeBetweenEvictionRuns(
        Duration.ofMillis(-1)); // no evictor: its thread would outlive an undeploy
    pool.setJmxEnabled(false);
    return new RedisPool(
        RedisClient.builder()
            .hostAndPort(address())
            .clientConfig(config(purpose, timeout))
            .poolConfig(pool)
            .build());
  }

  int database() {
    return uri.database();
  }

  private HostAndPort address() {
    RedisUri.Address address = uri.addresses().get(0);
    return new HostAndPort(address.host(), address.port());
  }

  private DefaultJedisClientConfig config(String purpose, Duration timeout) {
    return DefaultJedisClientConfig.builder()
        .user(uri.user().orElse(null))
        .password(uri.password().map(Secret::reveal).orElse(null))
        .database(uri.database())
        .sslOptions(uri.tls() ? SslOptions.defaults() : null)
        .resp2()
        .connectionTimeoutMillis((int) timeout.toMillis())
        .socketTimeoutMillis((int) timeout.toMillis())
        .clientName("onlookers-" + purpose)
        .build();
  }
}
