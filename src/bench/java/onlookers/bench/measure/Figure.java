package onlookers.bench.measure;

import java.util.Locale;

/** What is measured. */
public enum Figure {
  CPU_PER_READER("CPU/reader", "µs", 0),
  CPU_PER_LEAVER("CPU/leaving reader", "µs", 0),
  CPU_PER_SESSION("CPU/session", "µs", 0),
  CPU_PER_CHANGE_AND_READER("CPU/change and reader", "µs", 1),
  CPU_PER_PUSH("CPU/push", "µs", 1),
  CPU_SERVER("server", "ms", 0),
  CPU_REDIS("Redis", "ms", 0),
  CPU_BUSIEST("its busiest server", "ms", 0),
  CPU_CLIENT("client", "ms", 0),
  PUSHES("pushes", "", 0),
  ARRIVED("all arrived in", "ms", 0),
  CONVERGED("converged after the last view", "ms", 0),
  P50("p50", "ms", 1),
  P99("p99", "ms", 1),
  MAX("max", "ms", 1),
  LEAVE_P50("leave p50", "ms", 1),
  LEAVE_P99("leave p99", "ms", 1),
  LEAVE_MAX("leave max", "ms", 1),
  OWN_P50("own p50", "ms", 1),
  OWN_P99("own p99", "ms", 1),
  OWN_MAX("own max", "ms", 1),
  P99_BEFORE("p99 while all read", "ms", 1),
  FILLED("kernel's buffers full after", "ms", 0),
  CHANGES("changes", "", 0),
  SUPERSEDED("superseded", "", 0),
  JOINS_PER_SECOND("joins a second", "", 0),
  ROUND_TRIPS_PER_JOIN("round trips/join", "", 3),
  ALLOCATED_PER_PUSH("allocated/push by the notifier thread", "bytes", 1),
  ALLOCATED_BY_ALL("by all threads", "bytes", 1),
  TIME_PER_OPERATION("time/operation", "ns", 1),
  ALLOCATED_PER_OPERATION("allocated/operation", "bytes", 1),
  SERVER_PER_THOUSAND("server/1,000 readers and second", "ms", 2),
  REDIS_PER_THOUSAND("Redis/1,000 readers and second", "ms", 3),
  COMMANDS_PER_SECOND("Redis commands a second", "", 0),
  REDIS_PER_CHANGE("Redis/reader who comes or goes", "µs", 1),
  REDIS_PER_BARE_CHANGE("Redis/SADD or SREM", "µs", 2),
  HEARD("announcements heard", "", 0),
  HEARD_QUIET("heard a second, all quiet", "bytes", 0),
  HEARD_CHANGES("heard a second, changes elsewhere", "bytes", 0),
  MENTIONS("posts of others named", "", 0),
  RSS_PER_CONNECTION("RSS/connection", "bytes", 0),
  RSS_PER_FURTHER_CONNECTION("RSS/further connection", "bytes", 0),
  ANONYMOUS_PER_CONNECTION("RssAnon/connection", "bytes", 0),
  HEAP_PER_CONNECTION("live heap/connection", "bytes", 0),
  RSS_BEFORE("RSS before", "MB", 1),
  RSS_AFTER("RSS after", "MB", 1);

  private final String label;
  private final String unit;
  private final int decimals;

  Figure(String label, String unit, int decimals) {
    this.label = label;
    this.unit = unit;
    this.decimals = decimals;
  }

  /** As it stands in the results. */
  public String label() {
    return label;
  }

  /** The value with its unit. */
  public String show(double value) {
    String number = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
