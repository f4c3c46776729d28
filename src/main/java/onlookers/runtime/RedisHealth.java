package onlookers.runtime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How this node gets on with Redis beyond the question whether it answers: errors by connection,
 * whether notifications come, whether somebody collects, and how full the pools are.
 */
public final class RedisHealth {
  private static final System.Logger LOG = System.getLogger(RedisHealth.class.getName());

  /** What a connection is for, as {@code CLIENT LIST} shows it after {@code onlookers-}. */
  public enum Connection {
    /** Sessions are written on it, and counts read. */
    ORDERED,
    /** It receives what changes. */
    KEYSPACE,
    /** It makes the heartbeat that the former receives. */
    HEARTBEAT,
    /** It keeps the collector's lock. */
    LOCK,
    /** The collector and the audit work on it. */
    COLLECTOR,
    /** For the HTTP API, imports and JMX. */
    API;

    /** Its name in the metrics. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final LongSupplier nanoTime;
  private final Map<Connection, ErrorRate> errors = new EnumMap<>(Connection.class);
  private final Map<Connection, Supplier<PoolUse>> pools = new ConcurrentHashMap<>();
  private final CollectorHealth collector;
  private volatile boolean notified = true;
  private volatile String version = "";
  private volatile String mode = "";

  /**
   * Nothing is known yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public RedisHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.collector = new CollectorHealth(nanoTime);
    for (Connection connection : Connection.values()) {
      errors.put(connection, new ErrorRate(nanoTime.getAsLong()));
    }
  }

  /**
   * An exchange failed.
   *
   * @param reason what Redis or the network said, in one line
   */
  public void failed(Connection connection, String reason) {
    long now = nanoTime.getAsLong();
    boolean many = of(connection).add(now);
    if (many && !of(Connection.ORDERED).areAny(now)) { // else it is said that Redis is away
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis fails again and again on the connection onlookers-{0} ({1} times within a minute):"
              + " {2}",
          connection.label(),
          ErrorRate.MANY,
          reason);
    }
  }

  /** How many exchanges have failed. */
  public long failures(Connection connection) {
    return of(connection).total();
  }

  /** Whether notifications of changes are received; if not, posts are read every second. */
  public void notified(boolean received) {
    notified = received;
  }

  /** The same, for whoever looks. */
  public boolean notified() {
    return notified;
  }

  /** Whether somebody collects. */
  public CollectorHealth collector() {
    return collector;
  }

  /** The server's version and how it is run, as it says itself. */
  public void server(String itsVersion, String itsMode) {
    version = itsVersion;
    mode = itsMode;
  }

  /** As in {@code 7.0.15}; empty when it is not known. */
  public String version() {
    return version;
  }

  /** {@code standalone}, {@code cluster} or {@code sentinel}; empty when it is not known. */
  public String mode() {
    return mode;
  }

  /** From now on the pool can be looked at. */
  public void pool(Connection connection, Supplier<PoolUse> use) {
    pools.put(connection, use);
  }

  /** The pools that can be looked at. */
  public Map<Connection, Supplier<PoolUse>> pools() {
    return Map.copyOf(pools);
  }

  /** What is not as it should be, each in words without a name of a server; mostly nothing. */
  public List<String> troubles() {
    List<String> troubles = new ArrayList<>(collector.troubles());
    long now = nanoTime.getAsLong();
    if (!notified) {
      troubles.add("Redis' notifications do not come: posts are read every second");
    }
    errors.forEach(
        (connection, counted) -> {
          if (counted.areMany(now)) {
            troubles.add("many errors on the connection onlookers-" + connection.label());
          }
        });
    return troubles;
  }

  @SuppressWarnings("NullAway") // the constructor fills in every constant
  private ErrorRate of(Connection connection) {
    return errors.get(connection);
  }
}
