package onlookers.bench.measure;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What one run of a scenario on one server gave. */
public final class Result {
  private final String scenario;
  private final String contestant;
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private final StringBuilder failures = new StringBuilder();

  /** An empty one. */
  public Result(String scenario, String contestant) {
    this.scenario = scenario;
    this.contestant = contestant;
  }

  /** Writes a figure down. */
  public Result with(Figure figure, double value) {
    figures.put(figure, value);
    return this;
  }

  /** Writes a number of things down. */
  public Result with(Figure figure, long value) {
    return with(figure, (double) value);
  }

  /** Writes three percentiles down. */
  public Result with(Latencies latencies) {
    return with(Figure.P50, latencies.millis(50))
        .with(Figure.P99, latencies.millis(99))
        .with(Figure.MAX, latencies.millis(100));
  }

  /** Likewise how long leaves took. */
  public Result withLeaves(Latencies latencies) {
    return with(Figure.LEAVE_P50, latencies.millis(50))
        .with(Figure.LEAVE_P99, latencies.millis(99))
        .with(Figure.LEAVE_MAX, latencies.millis(100));
  }

  /** Likewise how long it took until whoever joined received it. */
  public Result withOwn(Latencies latencies) {
    return with(Figure.OWN_P50, latencies.millis(50))
        .with(Figure.OWN_P99, latencies.millis(99))
        .with(Figure.OWN_MAX, latencies.millis(100));
  }

  /** Writes CPU times down. */
  public Result with(CpuMeter.Cpu cpu) {
    return with(Figure.CPU_SERVER, cpu.server() / 1e3)
        .with(Figure.CPU_REDIS, cpu.redis() / 1e3)
        .with(Figure.CPU_BUSIEST, cpu.busiest() / 1e3)
        .with(Figure.CPU_CLIENT, cpu.client() / 1e3);
  }

  /** Something was not right; an empty reason changes nothing. */
  public Result failed(String reason) {
    if (!reason.isEmpty()) {
      failures.append(failures.isEmpty() ? "" : "; ").append(reason);
    }
    return this;
  }

  /** Fails unless all readers ended with the right counts. */
  public Result right(int right, int target) {
    return failed(right == target ? "" : "only " + right + " of " + target + " are right");
  }

  public String scenario() {
    return scenario;
  }

  public String contestant() {
    return contestant;
  }

  /** Figure → value, in the order of {@link Figure}. */
  public Map<Figure, Double> figures() {
    return figures;
  }

  /** Why it does not count; empty when all ended well. */
  public String failures() {
    return failures.toString();
  }

  @Override
  public String toString() {
    String all =
        figures.entrySet().stream()
            .map(entry -> entry.getKey().label() + " " + entry.getKey().show(entry.getValue()))
            .collect(Collectors.joining(", "));
    String end = failures.isEmpty() ? "all right" : "FAILED: " + failures;
    return scenario + " | " + contestant + " | " + all + " | " + end;
  }
}
