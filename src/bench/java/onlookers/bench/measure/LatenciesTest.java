package onlookers.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void aPercentileIsADurationThatWasMeasured() {
    for (int i = 2_000; i > 0; i--) {
      latencies.add(i * 1_000_000L);
    }

    assertThat(latencies.millis(50)).isEqualTo(1_000);
    assertThat(latencies.millis(99)).isEqualTo(1_980);
    assertThat(latencies.millis(100)).isEqualTo(2_000);
    assertThat(latencies.millis(0)).isEqualTo(1);
  }

  @Test
  void ofNothingThereIsNoPercentile() {
    assertThat(latencies.millis(50)).isNaN();
  }
}
