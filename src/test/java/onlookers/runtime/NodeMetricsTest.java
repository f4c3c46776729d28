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
    assertThat(nodeMetrics.redisUp()).isFalse();
    assertThat(nodeMetrics.degraded()).isFalse();
    assertThat(nodeMetrics.draining()).isFalse();
  }

  @Test
  void eachStateIsOneOfItsOwn() {
    nodeMetrics.redisUp(true);
    assertThat(nodeMetrics.redisUp()).isTrue();
    assertThat(nodeMetrics.degraded()).isFalse();
    nodeMetrics.degraded(true);
    assertThat(nodeMetrics.degraded()).isTrue();
    assertThat(nodeMetrics.draining()).isFalse();
    nodeMetrics.draining(true);
    assertThat(nodeMetrics.draining()).isTrue();

    nodeMetrics.redisUp(false);
    nodeMetrics.degraded(false);
    assertThat(nodeMetrics.redisUp()).isFalse();
    assertThat(nodeMetrics.degraded()).isFalse();
    assertThat(nodeMetrics.draining()).isTrue();
  }
}
