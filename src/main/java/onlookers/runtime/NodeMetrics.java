package onlookers.runtime;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * This node's numbers. The packages write them, JMX and {@code /metrics} read them; all are of this
 * node alone, since its start.
 */
public final class NodeMetrics {
  /** Numbers that only grow. */
  public enum Counter implements Metric {
    SESSIONS_OPENED("sessions_opened", "Sockets that were let in."),
    SESSIONS_CLOSED("sessions_closed", "Sockets that have ended."),
    VIEWS_COUNTED("views_counted", "Views that this node added to a post."),
    FRAMES_RECEIVED("frames_received", "Frames that clients sent."),
    FRAMES_REFUSED("frames_refused", "Frames that were answered by an error or a close."),
    PUSHES_SENT("pushes_sent", "Counts handed to a socket."),
    PUSHES_SUPERSEDED(
        "pushes_superseded", "Counts that a newer one replaced before a slow reader took them."),
    HANDSHAKES_REFUSED(
        "handshakes_refused", "Handshakes refused: origin not allowed, full, or draining."),
    SESSIONS_COLLECTED(
        "sessions_collected", "Sessions that this node's garbage collector removed."),
    REDIS_ROUND_TRIPS("redis_round_trips", "Round trips to Redis on the ordered connection."),
    REDIS_QUEUE_OVERFLOWS(
        "redis_queue_overflows",
        "How often more waited for Redis than can be kept, and all was written anew."),
    ADMIN_REFUSED(
        "admin_refused",
        "Requests to /api/admin with a wrong token, or from where too many had come."),
    COUNTS_SAMPLED("counts_sampled", "Posts whose counts shown were compared with those in Redis.");

    private final String metricName;
    private final String help;

    Counter(String metricName, String help) {
      this.metricName = metricName;
      this.help = help;
    }

    @Override
    public String metricName() {
      return metricName;
    }

    @Override
    public String help() {
      return help;
    }
  }

  /** Numbers that go up and down. One below 0 is not known, and is not shown. */
  public enum Gauge implements Metric {
    SESSIONS("sessions", Unit.ONE, "Open sockets."),
    POSTS("posts", Unit.ONE, "Posts with a socket here."),
    REDIS_ROUND_TRIP_MICROS(
        "redis_round_trip_seconds",
        Unit.MICROSECOND,
        "The last round trip to Redis on the ordered connection."),
    LAST_SWEEP_MILLIS(
        "last_sweep_duration_seconds", Unit.MILLISECOND, "How long this node's last sweep took."),
    LAST_SWEEP_AT(
        "last_sweep_timestamp_seconds",
        Unit.MILLISECOND,
        "When this node's last sweep ended, 0 before the first: the time since 1970."),
    COUNTS_DRIFT(
        "counts_drift",
        Unit.ONE,
        "By how much counts shown differ from Redis, of some posts; none if not known."),
    OLDEST_UNREAD_CHANGE_MILLIS(
        "oldest_unread_change_seconds",
        Unit.MILLISECOND,
        "How long the oldest change is known that has not been read yet.");

    private final String metricName;
    private final Unit unit;
    private final String help;

    Gauge(String metricName, Unit unit, String help) {
      this.metricName = metricName;
      this.unit = unit;
      this.help = help;
    }

    @Override
    public String metricName() {
      return metricName;
    }

    @Override
    public String help() {
      return help;
    }

    /** What it is set in. */
    public Unit unit() {
      return unit;
    }
  }

  /** What a gauge is set in; {@code /metrics} shows times in seconds. */
  public enum Unit {
    /** A number of things. */
    ONE(1),
    /** A time. */
    MILLISECOND(1e3),
    /** A time. */
    MICROSECOND(1e6);

    private final double perBaseUnit;

    Unit(double perBaseUnit) {
      this.perBaseUnit = perBaseUnit;
    }

    /** So many of this unit in things or seconds. */
    public double toBaseUnit(long value) {
      return value / perBaseUnit;
    }
  }

  private final Refusals refusals = new Refusals(System::nanoTime);
  private final RedisHealth redis = new RedisHealth(System::nanoTime);
  private final DurationHistogram roundTrips =
      new DurationHistogram(millis(0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500));
  private final DurationHistogram pushDelays =
      new DurationHistogram(millis(1, 2.5, 5, 10, 20, 50, 100, 250, 500, 1_000, 2_500, 10_000));
  private final Map<String, AtomicLong> wires = new ConcurrentHashMap<>();
  private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
  private final Map<Gauge, AtomicLong> gauges = new EnumMap<>(Gauge.class);
  private final NodeState state;

  /** All numbers at zero, of a node of which nothing is known yet. */
  public NodeMetrics() {
    this(new NodeState());
  }

  /**
   * All numbers at zero.
   *
   * @param state what the node is at, which is shown beside them
   */
  public NodeMetrics(NodeState state) {
    this.state = state;
    for (Counter counter : Counter.values()) {
      counters.put(counter, new LongAdder());
    }
    for (Gauge gauge : Gauge.values()) {
      gauges.put(gauge, new AtomicLong());
    }
  }

  private static Duration[] millis(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos((long) (bound * 1e6)))
        .toArray(Duration[]::new);
  }

  /** What the node is at. */
  public NodeState state() {
    return state;
  }

  /** Who was turned away and why. */
  public Refusals refusals() {
    return refusals;
  }

  /** How this node gets on with Redis. */
  public RedisHealth redis() {
    return redis;
  }

  /** Round trips on the ordered connection. */
  public DurationHistogram roundTrips() {
    return roundTrips;
  }

  /**
   * From when the notification of a change of a post came to when its counts were handed to all
   * sockets.
   */
  public DurationHistogram pushDelays() {
    return pushDelays;
  }

  /** One open socket more on this wire, or one less. */
  public void move(String wire, int difference) {
    wires.computeIfAbsent(wire, one -> new AtomicLong()).addAndGet(difference);
  }

  /** Open sockets by wire. */
  public Map<String, Long> wires() {
    Map<String, Long> sockets = new TreeMap<>();
    wires.forEach((wire, open) -> sockets.put(wire, open.get()));
    return sockets;
  }

  /** One more. */
  public void increment(Counter counter) {
    add(counter, 1);
  }

  /** So many more. */
  public void add(Counter counter, long amount) {
    adder(counter).add(amount);
  }

  /** The total since the start. */
  public long total(Counter counter) {
    return adder(counter).sum();
  }

  /** The value now. */
  public long value(Gauge gauge) {
    return level(gauge).get();
  }

  /** Sets the value. */
  public void set(Gauge gauge, long value) {
    level(gauge).set(value);
  }

  /** Moves the value up, or down by a negative amount, and returns the new one. */
  public long move(Gauge gauge, long amount) {
    return level(gauge).addAndGet(amount);
  }

  @SuppressWarnings("NullAway") // the constructor fills in every constant
  private LongAdder adder(Counter counter) {
    return counters.get(counter);
  }

  @SuppressWarnings("NullAway") // the constructor fills in every constant
  private AtomicLong level(Gauge gauge) {
    return gauges.get(gauge);
  }
}
