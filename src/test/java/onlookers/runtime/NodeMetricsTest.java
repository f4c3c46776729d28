package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.runtime.NodeMetrics.Counter;
import onlookers.runtime.NodeMetrics.Gauge;
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
}
