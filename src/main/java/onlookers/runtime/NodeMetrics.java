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
  public enum Counter {
    /** Sockets that were let in. */
    SESSIONS_OPENED,
    /** Sockets that have ended. */
    SESSIONS_CLOSED,
    /** Views that this node added to a post. */
    VIEWS_COUNTED,
    /** Frames that clients sent. */
    FRAMES_RECEIVED,
    /** Of these, the ones answered by an error or a close. */
    FRAMES_REFUSED,
    /** Counts handed to a socket. */
    PUSHES_SENT,
    /** Counts that a newer one replaced before a slow reader took them. */
    PUSHES_SUPERSEDED,
    /** Clients turned away: origin not allowed, full, or draining. */
    HANDSHAKES_REFUSED,
    /** Sessions that the garbage collector of this node removed. */
    SESSIONS_COLLECTED,
    /** Round trips to Redis on the ordered connection. */
    REDIS_ROUND_TRIPS,
    /** How often more waited for Redis than can be kept, and all was written anew. */
    REDIS_QUEUE_OVERFLOWS,
    /** Requests to administer this node that brought a wrong token, or came after too many. */
    ADMIN_REFUSED,
    /** Posts whose counts shown were compared with those in Redis. */
    COUNTS_SAMPLED
  }

  /** Numbers that go up and down. */
  public enum Gauge {
    /** Open sockets. */
    SESSIONS,
    /** Posts with a socket here. */
    POSTS,
    /** The last round trip on the ordered connection, in microseconds. */
    REDIS_ROUND_TRIP_MICROS,
    /** How long the last sweep took, in milliseconds. */
    LAST_SWEEP_MILLIS,
    /** When the last sweep ended, in milliseconds since 1970; 0 before the first. */
    LAST_SWEEP_AT,
    /** By how much counts that are shown differ from Redis; less than 0 when it is not known. */
    COUNTS_DRIFT,
    /** How long the oldest change is known that has not been read yet, in milliseconds. */
    OLDEST_UNREAD_CHANGE_MILLIS
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
