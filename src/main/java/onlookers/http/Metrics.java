package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.Metric;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeState;
import onlookers.runtime.NodeState.Flag;

/**
 * This node's metrics in Prometheus' text format, in base units (seconds) as its naming rules ask.
 */
public final class Metrics {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final String PREFIX = "onlookers_";

  /** Our own, not the default one: two applications in one JVM must not meet in it. */
  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  Metrics(NodeMetrics nodeMetrics, String nodeId) {
    Info.builder()
        .name("onlookers_node_info")
        .help("This node's name.")
        .labelNames("node")
        .register(registry)
        .addLabelValues(nodeId);
    Stream.of(Counter.values()).forEach(counter -> show(counter, nodeMetrics));
    Stream.of(Gauge.values()).forEach(gauge -> show(gauge, nodeMetrics));
    Stream.of(Flag.values()).forEach(flag -> show(flag, nodeMetrics.state()));
    new TrafficMetrics(nodeMetrics).register(registry);
    new RedisMetrics(nodeMetrics.redis()).register(registry);
  }

  /** The same, and more. */
  Metrics(NodeMetrics nodeMetrics, String nodeId, Consumer<PrometheusRegistry> more) {
    this(nodeMetrics, nodeId);
    more.accept(registry);
  }

  /** All of them, as they are now. */
  public String text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new AssertionError("memory cannot fail", e);
    }
    return text.toString(UTF_8);
  }

  private void show(Counter counter, NodeMetrics nodeMetrics) {
    CounterWithCallback.builder()
        .name(PREFIX + counter.metricName())
        .help(counter.help())
        .callback(now -> now.call((double) nodeMetrics.total(counter)))
        .register(registry);
  }

  /** No number at all where it is not known: 0 would say that all is well. */
  private void show(Gauge gauge, NodeMetrics nodeMetrics) {
    level(
        gauge,
        now -> {
          long value = nodeMetrics.value(gauge);
          if (value >= 0) {
            now.call(gauge.unit().toBaseUnit(value));
          }
        });
  }

  private void show(Flag flag, NodeState state) {
    level(flag, now -> now.call(flag.isSet(state) ? 1 : 0));
  }

  private void level(Metric metric, Consumer<GaugeWithCallback.Callback> value) {
    GaugeWithCallback.builder()
        .name(PREFIX + metric.metricName())
        .help(metric.help())
        .callback(value)
        .register(registry);
  }
}
