package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeMetricsTest {
  private final NodeMetrics nodeMetrics = new NodeMetrics();

  @ParameterizedTest
  @EnumSource
  void everyCounterCountsForItself(Counter counter) {
    nodeMetrics.increment(counter);
    nodeMetrics.add(counter, 5);

    for (Counter each : Counter.values()) {
      assertThat(nodeMetrics.total(each)).isEqualTo(each == counter ? 6 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyGaugeMovesForItself(Gauge gauge) {
    nodeMetrics.set(gauge, 10);
    assertThat(nodeMetrics.move(gauge, -3)).isEqualTo(7);

    for (Gauge each : Gauge.values()) {
      assertThat(nodeMetrics.value(each)).isEqualTo(each == gauge ? 7 : 0);
    }
  }

  @Test
  void aNewNodeHasNotSeenRedisAndIsNeitherAloneNorDraining() {
    assertThat(nodeMetrics.state().redisUp()).isFalse();
    assertThat(nodeMetrics.state().degraded()).isFalse();
    assertThat(nodeMetrics.state().draining()).isFalse();
  }

  @Test
  void eachStateIsOneOfItsOwn() {
    nodeMetrics.state().redisUp(true);
    assertThat(nodeMetrics.state().redisUp()).isTrue();
    assertThat(nodeMetrics.state().degraded()).isFalse();
    nodeMetrics.state().degraded(true);
    assertThat(nodeMetrics.state().degraded()).isTrue();
    assertThat(nodeMetrics.state().draining()).isFalse();
    nodeMetrics.state().draining(true);
    assertThat(nodeMetrics.state().draining()).isTrue();

    nodeMetrics.state().redisUp(false);
    nodeMetrics.state().degraded(false);
    assertThat(nodeMetrics.state().redisUp()).isFalse();
    assertThat(nodeMetrics.state().degraded()).isFalse();
    assertThat(nodeMetrics.state().draining()).isTrue();
  }

  @Test
  void openSocketsAreCountedByTheirWire() {
    nodeMetrics.move("socketio", 1);
    nodeMetrics.move("native", 1);
    nodeMetrics.move("native", 1);
    nodeMetrics.move("socketio", -1);

    assertThat(nodeMetrics.wires())
        .containsExactly(Map.entry("native", 2L), Map.entry("socketio", 0L));
  }

  @Test
  void theClassesOfDurationsAreThoseOfTheDocuments() {
    assertThat(nodeMetrics.roundTrips().boundsSeconds()).startsWith(0.00025, 0.0005).endsWith(2.5);
    assertThat(nodeMetrics.pushDelays().boundsSeconds()).startsWith(0.001, 0.0025).endsWith(10);
  }
}
