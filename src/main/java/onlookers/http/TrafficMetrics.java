package onlookers.http;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import onlookers.runtime.DurationHistogram;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals;

/** Who comes and who is turned away, and how long it takes. */
final class TrafficMetrics {
  private final NodeMetrics nodeMetrics;

  TrafficMetrics(NodeMetrics nodeMetrics) {
    this.nodeMetrics = nodeMetrics;
  }

  void register(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("onlookers_refusals")
        .help("Sockets, pages and frames that were turned away, by reason.")
        .labelNames("reason")
        .callback(
            now -> {
              for (Refusals.Reason reason : Refusals.Reason.values()) {
                now.call((double) nodeMetrics.refusals().total(reason), reason.label());
              }
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("onlookers_wire_sessions")
        .help("Open sockets by wire: native or socketio.")
        .labelNames("wire")
        .callback(now -> nodeMetrics.wires().forEach((wire, open) -> now.call((double) open, wire)))
        .register(registry);
    registry.register(
        new Histogram(
            "onlookers_redis_round_trip_duration_seconds",
            "Round trips to Redis on the ordered connection, by duration.",
            nodeMetrics.roundTrips()));
    registry.register(
        new Histogram(
            "onlookers_push_delay_seconds",
            "From the notification of a change of a post to handing its counts to all its sockets.",
            nodeMetrics.pushDelays()));
  }

  /** One of ours as the client library shows its own. */
  private record Histogram(String name, String help, DurationHistogram durations)
      implements Collector {
    @Override
    public MetricSnapshot collect() {
      double[] bounds = Arrays.copyOf(durations.boundsSeconds(), durations.counts().length);
      bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
      Number[] counts = Arrays.stream(durations.counts()).boxed().toArray(Number[]::new);
      return HistogramSnapshot.builder()
          .name(name)
          .help(help)
          .dataPoint(
              HistogramDataPointSnapshot.builder()
                  .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                  .sum(durations.sumSeconds())
                  .build())
          .build();
    }
  }
}
