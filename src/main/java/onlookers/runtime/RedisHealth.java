package onlookers.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How this node gets on with Redis beyond the question whether it answers: errors by connection,
 * whether notifications come, whether the collector's lock is in somebody's hands, and how full the
 * pools are.
 */
public final class RedisHealth {
  private static final System.Logger LOG = System.getLogger(RedisHealth.class.getName());
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  /** So many errors on one connection within a minute are no blink. */
  private static final int MANY = 10;

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

  /**
   * How a pool is used.
   *
   * @param active connections in use
   * @param idle connections that wait to be used
   * @param waiting threads that wait for one
   */
  public record PoolUse(int active, int idle, int waiting) {}

  private final LongSupplier nanoTime;
  private final Map<Connection, Errors> errors = new EnumMap<>(Connection.class);
  private final Map<Connection, Supplier<PoolUse>> pools = new ConcurrentHashMap<>();
  private volatile boolean notified = true;
  private volatile boolean collecting;
  private volatile boolean lockAsked;
  private volatile long lockSeenNanos;
  private volatile long lockMaxWaitNanos;
  private volatile long sweptAt;
  private volatile long newsOfSweepNanos;
  private volatile long sweepMaxAgeNanos;
  private volatile String version = "";
  private volatile String mode = "";

  /**
   * Nothing is known yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public RedisHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Connection connection : Connection.values()) {
      errors.put(connection, new Errors(nanoTime.getAsLong()));
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
          MANY,
          reason);
    }
  }

  /** How many exchanges have failed. */
  public long failures(Connection connection) {
    return of(connection).total.sum();
  }

  /** Whether notifications of changes are received; if not, posts are read every second. */
  public void notified(boolean received) {
    notified = received;
  }

  /** The same, for whoever looks. */
  public boolean notified() {
    return notified;
  }

  /**
   * The lock was asked for for the first time: from now on somebody is to have it.
   *
   * @param maxWait for how long nobody may know who has it
   */
  public void lockWanted(Duration maxWait) {
    lockMaxWaitNanos = maxWait.toNanos();
    lockSeenNanos = nanoTime.getAsLong();
    lockAsked = true;
  }

  /** Redis has said who has the collector's lock: this node, or another one. */
  public void lockSeen(boolean ours) {
    collecting = ours;
    lockSeenNanos = nanoTime.getAsLong();
  }

  /** Redis has not said it. */
  public void lockUnknown() {
    collecting = false;
  }

  /** Whether this node has the collector's lock. */
  public boolean collecting() {
    return collecting;
  }

  /** Seconds since somebody was last known to have the collector's lock; 0 before the start. */
  public double lockUnknownSeconds() {
    return lockAsked ? (nanoTime.getAsLong() - lockSeenNanos) / 1e9 : 0;
  }

  /**
   * What the nodes publish of their sweeps.
   *
   * @param seconds when the last one of any node ended, since 1970; 0 when that is not known
   * @param maxAge for how long there may be none
   */
  public void swept(long seconds, Duration maxAge) {
    long now = nanoTime.getAsLong();
    if (seconds == 0 || seconds != sweptAt) {
      newsOfSweepNanos = now;
    }
    if (seconds != 0) {
      sweptAt = seconds;
    }
    sweepMaxAgeNanos = maxAge.toNanos();
  }

  /** When a sweep of any node last ended, in seconds since 1970; 0 when that is not known. */
  public long sweptAt() {
    return sweptAt;
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
    List<String> troubles = new ArrayList<>();
    long now = nanoTime.getAsLong();
    if (lockAsked && now - lockSeenNanos > lockMaxWaitNanos) {
      troubles.add(
          "nobody is known to have the collector's lock for "
              + Duration.ofNanos(now - lockSeenNanos).toSeconds()
              + " s: sessions that have ended may stay");
    }
    if (sweptAt != 0 && now - newsOfSweepNanos > sweepMaxAgeNanos) {
      troubles.add(
          "no node has ended a sweep for "
              + Duration.ofNanos(now - newsOfSweepNanos).toSeconds()
              + " s: sessions whose end was not noticed stay in the counts");
    }
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
  private Errors of(Connection connection) {
    return errors.get(connection);
  }

  /** Errors of one connection: all, and those of this minute and the one before. */
  private static final class Errors {
    private final LongAdder total = new LongAdder();
    private long minuteStart;
    private int before;
    private int now;

    Errors(long nanos) {
      minuteStart = nanos;
    }

    /** Counts one more; returns whether these are many, once a minute. */
    synchronized boolean add(long nanos) {
      total.increment();
      turn(nanos);
      now++;
      return now == MANY;
    }

    synchronized boolean areMany(long nanos) {
      turn(nanos);
      return now >= MANY || before >= MANY;
    }

    synchronized boolean areAny(long nanos) {
      turn(nanos);
      return now > 0 || before > 0;
    }

    private void turn(long nanos) {
      long passed = (nanos - minuteStart) / MINUTE_NANOS;
      if (passed > 0) {
        before = passed == 1 ? now : 0;
        now = 0;
        minuteStart += passed * MINUTE_NANOS;
      }
    }
  }
}
