package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {
  private static final long MILLI = 1_000_000;

  private final DurationHistogram histogram =
      new DurationHistogram(Duration.ofMillis(5), Duration.ofSeconds(2));

  @Test
  void eachIsInTheFirstClassThatIsLongEnough() {
    histogram.record(0);
    histogram.record(5 * MILLI);
    histogram.record(5 * MILLI + 1);
    assertThat(histogram.counts()).containsExactly(2, 1, 0);

    histogram.record(2_000 * MILLI);
    histogram.record(2_000 * MILLI + 1);
    histogram.record(Duration.ofDays(1).toNanos());
    assertThat(histogram.counts()).containsExactly(2, 2, 2);
  }

  @Test
  void durationsAreInSeconds() {
    assertThat(histogram.boundsSeconds()).containsExactly(0.005, 2);
    assertThat(histogram.sumSeconds()).isZero();
    histogram.record(1_500 * MILLI);
    histogram.record(500 * MILLI);
    assertThat(histogram.sumSeconds()).isEqualTo(2);
  }
}
