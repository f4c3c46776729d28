package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.PoolUse;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.Refusals;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final Metrics metrics = new Metrics(nodeMetrics, "web1");

  @Test
  void aCounterHasHelpAndTypeAndEndsInTotal() {
    nodeMetrics.add(Counter.SESSIONS_OPENED, 3);
    assertThat(metrics.text())
        .contains("# HELP onlookers_sessions_opened_total Sockets that were let in.\n")
        .contains("# TYPE onlookers_sessions_opened_total counter\n")
        .contains("\nonlookers_sessions_opened_total 3.0\n");
  }

  @Test
  void timesAreInSeconds() {
    nodeMetrics.set(Gauge.REDIS_ROUND_TRIP_MICROS, 1500);
    nodeMetrics.set(Gauge.LAST_SWEEP_MILLIS, 250);
    nodeMetrics.set(Gauge.LAST_SWEEP_AT, 1_700_000_000_500L);
    assertThat(metrics.text())
        .contains("\nonlookers_redis_round_trip_seconds 0.0015\n")
        .contains("\nonlookers_last_sweep_duration_seconds 0.25\n")
        .contains("# TYPE onlookers_last_sweep_timestamp_seconds gauge\n")
        .contains("\nonlookers_last_sweep_timestamp_seconds 1.7000000005E9\n");
  }

  @Test
  void whatIsTrueIsOne() {
    nodeMetrics.state().redisUp(true);
    nodeMetrics.state().draining(true);
    assertThat(metrics.text())
        .contains("\nonlookers_redis_up 1.0\n")
        .contains("\nonlookers_draining 1.0\n")
        .contains("\nonlookers_degraded 0.0\n");
    nodeMetrics.state().redisUp(false);
    nodeMetrics.state().draining(false);
    nodeMetrics.state().degraded(true);
    assertThat(metrics.text())
        .contains("\nonlookers_redis_up 0.0\n")
        .contains("\nonlookers_draining 0.0\n")
        .contains("\nonlookers_degraded 1.0\n");
  }

  @Test
  void everyCounterAndGaugeShowsItsOwnValue() {
    int value = 100;
    for (Counter counter : Counter.values()) {
      nodeMetrics.add(counter, value++);
    }
    nodeMetrics.set(Gauge.SESSIONS, 1);
    nodeMetrics.set(Gauge.POSTS, 2);
    nodeMetrics.set(Gauge.REDIS_ROUND_TRIP_MICROS, 3_000);
    nodeMetrics.set(Gauge.LAST_SWEEP_MILLIS, 4_000);
    nodeMetrics.set(Gauge.LAST_SWEEP_AT, 5_000);
    String text = metrics.text();
    for (Counter counter : Counter.values()) {
      assertThat(text).contains(line(counter, nodeMetrics.total(counter)));
    }
    assertThat(text)
        .contains("\nonlookers_sessions 1.0\n")
        .contains("\nonlookers_posts 2.0\n")
        .contains("\nonlookers_redis_round_trip_seconds 0.003\n")
        .contains("\nonlookers_last_sweep_duration_seconds 4.0\n")
        .contains("\nonlookers_last_sweep_timestamp_seconds 5.0\n");
  }

  @Test
  void whatIsShownAndHowOldItIsStandsThereToo() {
    nodeMetrics.set(Gauge.COUNTS_DRIFT, 3);
    nodeMetrics.set(Gauge.OLDEST_UNREAD_CHANGE_MILLIS, 1_500);
    assertThat(metrics.text())
        .contains("\nonlookers_counts_drift 3.0\n")
        .contains("\nonlookers_oldest_unread_change_seconds 1.5\n");
  }

  @Test
  void aDriftThatIsNotKnownIsNotZero() {
    nodeMetrics.set(Gauge.COUNTS_DRIFT, -1);
    assertThat(metrics.text()).doesNotContain("\nonlookers_counts_drift ");
  }

  private static String line(Counter counter, long value) {
    return "\nonlookers_" + counter.name().toLowerCase(Locale.ROOT) + "_total " + value + ".0\n";
  }

  @Test
  void everyMetricHasHelpOfItsOwn() {
    List<String> help = metrics.text().lines().filter(line -> line.startsWith("# HELP ")).toList();
    assertThat(help).hasSizeGreaterThan(Counter.values().length + Gauge.values().length + 4);
    assertThat(help).allMatch(line -> line.matches("# HELP onlookers_\\w+ [A-Z].*\\."));
    assertThat(help)
        .extracting(line -> line.replaceFirst("# HELP \\S+ ", ""))
        .doesNotHaveDuplicates();
  }

  @Test
  void theNodeIsNamed() {
    assertThat(metrics.text()).contains("\nonlookers_node_info{node=\"web1\"} 1\n");
  }

  @Test
  void everyInstrumentIsShown() {
    String text = metrics.text();
    for (Counter counter : Counter.values()) {
      assertThat(text)
          .contains("\nonlookers_" + counter.name().toLowerCase(Locale.ROOT) + "_total 0.0\n");
    }
    assertThat(text.lines().filter(line -> line.endsWith(" gauge")))
        .hasSizeGreaterThanOrEqualTo(Gauge.values().length + 4);
  }

  @Test
  void twoApplicationsInOneJvmDoNotMeet() {
    nodeMetrics.increment(Counter.VIEWS_COUNTED);
    assertThat(new Metrics(new NodeMetrics(), "web2").text())
        .contains("\nonlookers_views_counted_total 0.0\n");
  }

  @Test
  void aDurationFallsIntoItsClassAndAllThatAreLonger() {
    nodeMetrics.roundTrips().record(700_000);
    nodeMetrics.roundTrips().record(1_000_000);
    nodeMetrics.roundTrips().record(60_000_000_000L);
    String name = "\nonlookers_redis_round_trip_duration_seconds";
    assertThat(metrics.text())
        .contains("# TYPE onlookers_redis_round_trip_duration_seconds histogram\n")
        .contains(name + "_bucket{le=\"5.0E-4\"} 0\n")
        .contains(name + "_bucket{le=\"0.001\"} 2\n")
        .contains(name + "_bucket{le=\"2.5\"} 2\n")
        .contains(name + "_bucket{le=\"+Inf\"} 3\n")
        .contains(name + "_count 3\n")
        .contains(name + "_sum 60.0017\n");
  }

  @Test
  void refusalsAreCountedByReason() {
    nodeMetrics.refusals().add(Refusals.Reason.ORIGIN, "192.0.2.7");
    assertThat(metrics.text())
        .contains("\nonlookers_refusals_total{reason=\"origin\"} 1.0\n")
        .contains("\nonlookers_refusals_total{reason=\"full\"} 0.0\n");
  }

  @Test
  void theTwoWiresAreCountedApart() {
    nodeMetrics.move("native", 1);
    nodeMetrics.move("native", 1);
    nodeMetrics.move("socketio", 1);
    nodeMetrics.move("native", -1);
    assertThat(metrics.text())
        .contains("\nonlookers_wire_sessions{wire=\"native\"} 1.0\n")
        .contains("\nonlookers_wire_sessions{wire=\"socketio\"} 1.0\n");
  }

  @Test
  void whatFailsIsSeenByItsConnection() {
    RedisHealth redis = nodeMetrics.redis();
    redis.failed(RedisHealth.Connection.LOCK, "READONLY");
    redis.notified(false);
    redis.server("7.0.15", "standalone");
    redis.pool(RedisHealth.Connection.API, () -> new PoolUse(3, 2, 1));
    assertThat(metrics.text())
        .contains("\nonlookers_redis_errors_total{connection=\"lock\"} 1.0\n")
        .contains("\nonlookers_redis_errors_total{connection=\"ordered\"} 0.0\n")
        .contains("\nonlookers_redis_notifications 0.0\n")
        .contains("\nonlookers_collecting 0.0\n")
        .contains("\nonlookers_redis_server{mode=\"standalone\",version=\"7.0.15\"} 1.0\n")
        .contains("\nonlookers_redis_pool_connections{pool=\"api\",state=\"active\"} 3.0\n")
        .contains("\nonlookers_redis_pool_connections{pool=\"api\",state=\"waiting\"} 1.0\n");
  }
}
