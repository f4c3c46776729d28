package onlookers.runtime;

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

  /** What it is set in; {@code /metrics} shows times in seconds. */
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
}
