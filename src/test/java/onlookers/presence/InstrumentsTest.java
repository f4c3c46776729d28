package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Instruments.Counter;
import onlookers.presence.Instruments.Gauge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstrumentsTest {
  private final Instruments instruments = new Instruments();

  @ParameterizedTest
  @EnumSource
  void everyCounterCountsForItself(Counter counter) {
    instruments.increment(counter);
    instruments.add(counter, 5);

    for (Counter each : Counter.values()) {
      assertThat(instruments.total(each)).isEqualTo(each == counter ? 6 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyGaugeMovesForItself(Gauge gauge) {
    instruments.set(gauge, 10);
    assertThat(instruments.move(gauge, -3)).isEqualTo(7);

    for (Gauge each : Gauge.values()) {
      assertThat(instruments.value(each)).isEqualTo(each == gauge ? 7 : 0);
    }
  }

  @Test
  void aNewNodeHasNotSeenRedisAndIsNeitherAloneNorDraining() {
    assertThat(instruments.redisUp()).isFalse();
    assertThat(instruments.degraded()).isFalse();
    assertThat(instruments.draining()).isFalse();
  }

  @Test
  void eachStateIsOneOfItsOwn() {
    instruments.redisUp(true);
    assertThat(instruments.redisUp()).isTrue();
    assertThat(instruments.degraded()).isFalse();
    instruments.degraded(true);
    assertThat(instruments.degraded()).isTrue();
    assertThat(instruments.draining()).isFalse();
    instruments.draining(true);
    assertThat(instruments.draining()).isTrue();

    instruments.redisUp(false);
    instruments.degraded(false);
    assertThat(instruments.redisUp()).isFalse();
    assertThat(instruments.degraded()).isFalse();
    assertThat(instruments.draining()).isTrue();
  }
}
