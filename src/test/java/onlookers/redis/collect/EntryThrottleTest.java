package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EntryThrottleTest {
  private static final int A_SECOND = 2_000;

  private long now = Long.MAX_VALUE - 1_000; // soon passes its end
  private long waited;
  private final EntryThrottle throttle =
      new EntryThrottle(
          A_SECOND,
          () -> now,
          nanos -> {
            waited += nanos;
            now += nanos;
          });

  @Test
  void whatIsShortIsNotSlowedDown() {
    for (int step = 0; step < 4; step++) {
      throttle.pass(500);
    }
    assertThat(waited).isZero();
  }

  @Test
  void aMillionEntriesPassAtTheirRate() {
    for (int step = 0; step < 2_000; step++) {
      throttle.pass(500);
    }
    assertThat(Duration.ofNanos(waited)).isEqualTo(Duration.ofSeconds(1_000_000 / A_SECOND - 1));
  }

  @Test
  void timeThatPassesAnyhowIsNotWaitedForAgain() {
    throttle.pass(A_SECOND);
    now += Duration.ofMillis(250).toNanos();
    throttle.pass(500);
    assertThat(waited).isZero();
    throttle.pass(500);
    assertThat(Duration.ofNanos(waited)).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void aRestIsNotSavedForLater() {
    now += Duration.ofHours(1).toNanos();
    throttle.pass(2 * A_SECOND);
    assertThat(Duration.ofNanos(waited)).isEqualTo(Duration.ofSeconds(1));
  }
}
