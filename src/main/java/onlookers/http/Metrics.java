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
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeMetrics.Counter;
import onlookers.runtime.NodeMetrics.Gauge;

/**
 * This node's instruments in Prometheus' text format, in base units (seconds) as its naming rules
 * ask.
 */
public final class Metrics {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double MILLIS = 1e3;
  private static final double MICROS = 1e6;

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
    for (Counter counter : Counter.values()) {
      counter(nodeMetrics, counter);
    }
    for (Gauge gauge : Gauge.values()) {
      gauge(nodeMetrics, gauge);
    }
    level("redis_up", "Whether Redis answers.", () -> of(nodeMetrics.state().redisUp()));
    level(
        "degraded",
        "Whether counts are this node's own.",
        () -> of(nodeMetrics.state().degraded()));
    level(
        "draining",
        "Whether clients are sent elsewhere.",
        () -> of(nodeMetrics.state().draining()));
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

  private void counter(NodeMetrics nodeMetrics, Counter counter) {
    CounterWithCallback.builder()
        .name("onlookers_" + name(counter))
        .help(help(counter))
        .callback(now -> now.call((double) nodeMetrics.total(counter)))
        .register(registry);
  }

  private static String name(Counter counter) {
    return switch (counter) {
      case SESSIONS_OPENED -> "sessions_opened";
      case SESSIONS_CLOSED -> "sessions_closed";
      case VIEWS_COUNTED -> "views_counted";
      case FRAMES_RECEIVED -> "frames_received";
      case FRAMES_REFUSED -> "frames_refused";
      case PUSHES_SENT -> "pushes_sent";
      case PUSHES_SUPERSEDED -> "pushes_superseded";
      case HANDSHAKES_REFUSED -> "handshakes_refused";
      case SESSIONS_COLLECTED -> "sessions_collected";
      case REDIS_ROUND_TRIPS -> "redis_round_trips";
      case REDIS_QUEUE_OVERFLOWS -> "redis_queue_overflows";
      case ADMIN_REFUSED -> "admin_refused";
      case COUNTS_SAMPLED -> "counts_sampled";
    };
  }

  private static String help(Counter counter) {
    return switch (counter) {
      case SESSIONS_OPENED -> "Sockets that were let in.";
      case SESSIONS_CLOSED -> "Sockets that have ended.";
      case VIEWS_COUNTED -> "Views that this node added to a post.";
      case FRAMES_RECEIVED -> "Frames that clients sent.";
      case FRAMES_REFUSED -> "Frames that were answered by an error or a close.";
      case PUSHES_SENT -> "Counts handed to a socket.";
      case PUSHES_SUPERSEDED -> "Counts that a newer one replaced before a slow reader took them.";
      case HANDSHAKES_REFUSED -> "Handshakes refused: origin not allowed, or full.";
      case SESSIONS_COLLECTED -> "Sessions that this node's garbage collector removed.";
      case REDIS_ROUND_TRIPS -> "Round trips to Redis on the ordered connection.";
      case REDIS_QUEUE_OVERFLOWS ->
          "How often more waited for Redis than can be kept, and all was written anew.";
      case ADMIN_REFUSED ->
          "Requests to /api/admin with a wrong token, or from where too many had come.";
      case COUNTS_SAMPLED -> "Posts whose counts shown were compared with those in Redis.";
    };
  }

  private void gauge(NodeMetrics nodeMetrics, Gauge gauge) {
    switch (gauge) {
      case SESSIONS -> level("sessions", "Open sockets.", () -> nodeMetrics.value(gauge));
      case POSTS -> level("posts", "Posts with a socket here.", () -> nodeMetrics.value(gauge));
      case REDIS_ROUND_TRIP_MICROS ->
          level(
              "redis_round_trip_seconds",
              "The last round trip on the ordered connection.",
              () -> nodeMetrics.value(gauge) / MICROS);
      case LAST_SWEEP_MILLIS ->
          level(
              "last_sweep_duration_seconds",
              "How long the last sweep took.",
              () -> nodeMetrics.value(gauge) / MILLIS);
      case LAST_SWEEP_AT ->
          level(
              "last_sweep_timestamp_seconds",
              "When the last sweep ended, since 1970; 0 before the first.",
              () -> nodeMetrics.value(gauge) / MILLIS);
      case COUNTS_DRIFT -> drift(() -> nodeMetrics.value(gauge));
      case OLDEST_UNREAD_CHANGE_MILLIS ->
          level(
              "oldest_unread_change_seconds",
              "How long the oldest change is known that has not been read yet.",
              () -> nodeMetrics.value(gauge) / MILLIS);
    }
  }

  /** No number at all where it is not known: 0 would say that all is well. */
  private void drift(LongSupplier value) {
    GaugeWithCallback.builder()
        .name("onlookers_counts_drift")
        .help("By how much counts shown differ from Redis, of some posts; none if not known.")
        .callback(
            now -> {
              long drift = value.getAsLong();
              if (drift >= 0) {
                now.call((double) drift);
              }
            })
        .register(registry);
  }

  private void level(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name("onlookers_" + name)
        .help(help)
        .callback(now -> now.call(value.getAsDouble()))
        .register(registry);
  }

  private static double of(boolean flag) {
    return flag ? 1 : 0;
  }
}
