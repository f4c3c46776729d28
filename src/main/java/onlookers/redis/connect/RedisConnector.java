package onlookers.redis.connect;

import java.time.Duration;
import java.util.Optional;
import onlookers.config.Credentials;
import onlookers.config.RedisUri;
import onlookers.config.RedisUri.Mode;
import onlookers.config.TrustedCertificates;
import onlookers.runtime.RedisHealth;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Opens connections to Redis, and knows where its masters are. RESP2 is spoken, which every server
 * from 6.2 on does alike.
 */
public final class RedisConnector {
  /** Together with the heartbeat of one second this notices a Redis that hangs within 3 s. */
  public static final Duration TIMEOUT = Duration.ofMillis(1_500);

  private final RedisUri uri;
  private final ClientConfigs configs;
  private final Topology topology;
  private final FailureExplainer failures;
  private volatile RedisHealth health = new RedisHealth(System::nanoTime);

  /** To what the address names, trusting whom the JVM trusts. */
  public RedisConnector(RedisUri uri) {
    this(uri, Optional.empty(), Optional.empty());
  }

  /**
   * @param uri where Redis is
   * @param trusted certificates to trust instead of the JVM's
   * @param sentinelPassword how to log in to the sentinels
   */
  public RedisConnector(
      RedisUri uri, Optional<TrustedCertificates> trusted, Optional<Credentials> sentinelPassword) {
    this.uri = uri;
    Tls tls = Tls.of(uri, trusted);
    this.configs = new ClientConfigs(uri, tls, sentinelPassword);
    this.failures = new FailureExplainer(uri, tls, TIMEOUT);
    this.topology = new TopologyFactory(configs, failures).of(uri, TIMEOUT);
  }

  /** Where the masters are. */
  public Topology topology() {
    return topology;
  }

  /** The number of the database, 0 unless {@code redis.uri} names one. */
  public int database() {
    return uri.database();
  }

  /** A connection to the one master, or any, open; the caller closes it. */
  public Jedis connect(String purpose) {
    return new Jedis(connect(topology.layout().masters().get(0), purpose, TIMEOUT));
  }

  /**
   * A connection to the server at that address, open; the caller closes it.
   *
   * @param purpose what it is for, which Redis' {@code CLIENT LIST} shows
   * @param timeout how long to wait for it to be made, and for each answer
   * @throws RedisAwayException when the server is no master, or none that can be worked with
   */
  public MasterConnection connect(HostAndPort address, String purpose, Duration timeout) {
    try {
      return failures.explaining(address, () -> connectAndCheck(address, purpose, timeout));
    } catch (JedisException | RedisAwayException e) {
      topology.suspect(address);
      throw uri.mode() == Mode.SINGLE || e instanceof RedisAwayException
          ? e
          : new RedisAwayException(
              RootCause.at(address, RootCause.withAdvice(e)) + failures.origin(address, e), e);
    }
  }

  /** Why a server was not reached, the last of those that never were; {@code null} for none. */
  public @Nullable Throwable lastFailure() {
    return failures.last();
  }

  private MasterConnection connectAndCheck(HostAndPort address, String purpose, Duration timeout) {
    MasterConnection connection = new MasterConnection(address, configs.server(purpose, timeout));
    try {
      connection.connect();
      check(connection);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void check(MasterConnection connection) {
    Optional<ServerVersion> version = ServerVersion.ask(connection);
    version.ifPresent(server -> health.server(server.version(), modeOf(server)));
    version
        .flatMap(new ServerRequirements(uri)::refusal)
        .ifPresent(
            why -> {
              throw new RedisAwayException(connection.address() + ": " + why);
            });
    connection.checkRole();
  }

  /** What an administrator calls it: a Sentinel group's servers say {@code standalone}. */
  private String modeOf(ServerVersion server) {
    return uri.mode() == Mode.SENTINEL ? "sentinel" : server.mode();
  }

  /** From now on reports the version of the servers. */
  public void report(RedisHealth reported) {
    health = reported;
  }

  /** Connections to the masters, as the layout is now. */
  public MasterConnections open(String purpose, Duration timeout) {
    return new MasterConnections(topology, address -> connect(address, purpose, timeout));
  }

  /**
   * A pool of them.
   *
   * @param purpose what they are for
   * @param size the most connections to each master
   * @param maxWait how long to wait for a free one
   * @param timeout how long to wait for a connection to be made, and for each answer
   */
  public RedisPool pool(String purpose, int size, Duration maxWait, Duration timeout) {
    return new RedisPool(() -> open(purpose, timeout), size, maxWait);
  }
}
