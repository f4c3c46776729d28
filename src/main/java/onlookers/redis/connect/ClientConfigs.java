package onlookers.redis.connect;

import java.time.Duration;
import java.util.Optional;
import onlookers.config.Credentials;
import onlookers.config.RedisUri;
import onlookers.config.Secret;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** How connections are made: encrypted or not, logged in as whom, under which name. */
final class ClientConfigs {
  private final RedisUri uri;
  private final Tls tls;
  private final Optional<Credentials> sentinelPassword;

  ClientConfigs(RedisUri uri, Tls tls, Optional<Credentials> sentinelPassword) {
    this.uri = uri;
    this.tls = tls;
    this.sentinelPassword = sentinelPassword;
  }

  /**
   * For a server that keeps keys.
   *
   * @param purpose shown by Redis' {@code CLIENT LIST}
   * @param timeout how long to wait for the connection, and for each answer
   */
  JedisClientConfig server(String purpose, Duration timeout) {
    return builder(purpose, timeout)
        .user(uri.user().orElse(null))
        .password(uri.password().map(Secret::reveal).orElse(null))
        .database(uri.database())
        .build();
  }

  /** The same for a sentinel, which has a password of its own. */
  JedisClientConfig sentinel(String purpose, Duration timeout) {
    return builder(purpose, timeout)
        .user(sentinelPassword.flatMap(Credentials::user).orElse(null))
        .password(sentinelPassword.map(Credentials::password).map(Secret::reveal).orElse(null))
        .build();
  }

  private DefaultJedisClientConfig.Builder builder(String purpose, Duration timeout) {
    return tls.applyTo(
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis((int) timeout.toMillis())
            .socketTimeoutMillis((int) timeout.toMillis())
            .clientName("onlookers-" + purpose));
  }
}
