package onlookers.redis.connect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import onlookers.config.Credentials;
import onlookers.config.RedisUri;
import onlookers.config.RedisUri.Mode;
import onlookers.config.Secret;
import onlookers.config.TrustedCertificates;
import onlookers.runtime.RedisHealth;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Opens connections to Redis, and knows where its masters are. RESP2 is spoken, which every server
 * from 6.2 on does alike.
 */
public final class RedisConnector {
  /** Together with the heartbeat of one second this notices a Redis that hangs within 3 s. */
  public static final Duration TIMEOUT = Duration.ofMillis(1_500);

  private final RedisUri uri;
  private final Tls tls;
  private final Optional<Credentials> sentinelPassword;
  private final Topology topology;
  private final ServerProbe probe;
  private final Set<HostAndPort> answered = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Throwable lastFailure;
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
    this.tls = Tls.of(uri, trusted);
    this.sentinelPassword = sentinelPassword;
    this.probe = new ServerProbe(uri.tls(), otherScheme(uri), TIMEOUT);
    this.topology = topology(uri);
  }

  private static String otherScheme(RedisUri uri) {
    String mode =
        switch (uri.mode()) {
          case SINGLE -> "";
          case SENTINEL -> "+sentinel";
          case CLUSTER -> "+cluster";
        };
    return (uri.tls() ? "redis" : "rediss") + mode + "://";
  }

  private Topology topology(RedisUri uri) {
    List<HostAndPort> addresses =
        uri.addresses().stream().map(one -> new HostAndPort(one.host(), one.port())).toList();
    return switch (uri.mode()) {
      case SINGLE -> new SingleServer(addresses.get(0));
      case SENTINEL -> new SentinelGroup(addresses, asking(sentinelConfig()), uri.masterName());
      case CLUSTER -> new ClusterSlots(addresses, asking(config("topology", TIMEOUT)));
    };
  }

  private Function<HostAndPort, Jedis> asking(JedisClientConfig config) {
    return address -> explaining(address, () -> new Jedis(address, config));
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
      return explaining(address, () -> connectAndCheck(address, purpose, timeout));
    } catch (JedisException | RedisAwayException e) {
      topology.doubt(address);
      throw uri.mode() == Mode.SINGLE || e instanceof RedisAwayException
          ? e
          : new RedisAwayException(
              RootCause.at(address, RootCause.withAdvice(e)) + origin(address, e), e);
    }
  }

  /** Others have named an address that nobody was ever reached at. */
  private String origin(HostAndPort address, RuntimeException failure) {
    if (!(failure instanceof JedisConnectionException) || answered.contains(address)) {
      return "";
    }
    return uri.mode() == Mode.SENTINEL
        ? "; the sentinels name this address: right is one that is reached from here"
        : "; the Cluster announces this address: right is one that is reached from here (its"
            + " cluster-announce-ip or cluster-announce-hostname)";
  }

  /**
   * Until a server has answered for the first time, one that does not is looked at more closely.
   */
  private <T> T explaining(HostAndPort address, Supplier<T> opening) {
    try {
      T opened = opening.get();
      answered.add(address);
      return opened;
    } catch (JedisException | RedisAwayException e) {
      throw explained(address, e);
    }
  }

  private RuntimeException explained(HostAndPort address, RuntimeException failure) {
    if (!(failure instanceof JedisConnectionException) || answered.contains(address)) {
      return failure;
    }
    RuntimeException explained =
        probe
            .mismatch(address)
            .<RuntimeException>map(why -> new RedisAwayException(address + ": " + why, failure))
            .orElse(failure);
    lastFailure = explained;
    return explained;
  }

  /** Why a server was not reached, the last of those that never were; {@code null} for none. */
  public @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  private MasterConnection connectAndCheck(HostAndPort address, String purpose, Duration timeout) {
    MasterConnection connection = new MasterConnection(address, config(purpose, timeout));
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
        .flatMap(server -> server.refusal(uri))
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

  private JedisClientConfig config(String purpose, Duration timeout) {
    return builder(purpose, timeout)
        .user(uri.user().orElse(null))
        .password(uri.password().map(Secret::reveal).orElse(null))
        .database(uri.database())
        .build();
  }

  private JedisClientConfig sentinelConfig() {
    return builder("topology", TIMEOUT)
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
