package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final ManualScheduler time = new ManualScheduler();
  private final LogLimit limit = new LogLimit(time::nanoTime);

  @Test
  void aLineIsWrittenOnceInTenSeconds() {
    assertThat(limit.permits("a")).isTrue();
    assertThat(limit.permits("a")).isFalse();
    assertThat(limit.permits("b")).isTrue();
    time.advance(WINDOW.minusNanos(1));
    assertThat(limit.permits("a")).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(limit.permits("a")).isTrue();
    assertThat(limit.permits("a")).isFalse();
  }

  @Test
  void tenLinesAreWrittenAndNoMore() {
    assertThat(IntStream.range(0, 30).filter(i -> limit.permits("line " + i))).hasSize(10);
    time.advance(WINDOW);
    assertThat(IntStream.range(0, 30).filter(i -> limit.permits("line " + i))).hasSize(10);
  }
}
