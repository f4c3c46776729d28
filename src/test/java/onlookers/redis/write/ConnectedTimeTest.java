package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectedTimeTest {
  private long now = Long.MAX_VALUE - 1_000_000_000; // soon passes its end
  private final ConnectedTime time = new ConnectedTime(() -> now);

  private void answeredAfter(Duration pause) {
    now += pause.toNanos();
    time.answered();
  }

  @Test
  void itGoesOnFromAnswerToAnswer() {
    answeredAfter(Duration.ofSeconds(1));
    answeredAfter(Duration.ofMillis(1));
    answeredAfter(ConnectedTime.MAX_GAP);
    now += 1_000; // nobody knows yet whether Redis is there
    assertThat(time.getAsLong())
        .isEqualTo(ConnectedTime.MAX_GAP.plus(Duration.ofMillis(1_001)).toNanos());
  }

  @Test
  void itStandsStillWhileRedisIsAway() {
    answeredAfter(Duration.ofSeconds(1));
    answeredAfter(Duration.ofHours(1));
    answeredAfter(Duration.ofSeconds(2));
    assertThat(time.getAsLong()).isEqualTo(Duration.ofSeconds(3).toNanos());
  }
}
