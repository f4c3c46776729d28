package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageLimitTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  @Test
  void soManyFramesAreAllowedInAMinuteAndNotOneMore() {
    MessageLimit limit = new MessageLimit(3);

    assertThat(limit.allows(10)).isTrue();
    assertThat(limit.allows(11)).isTrue();
    assertThat(limit.allows(MINUTE)).isTrue();
    assertThat(limit.allows(MINUTE + 9)).isFalse();
  }

  @Test
  void theNextMinuteBeginsAfresh() {
    MessageLimit limit = new MessageLimit(1);

    assertThat(limit.allows(0)).isTrue();
    assertThat(limit.allows(MINUTE)).isTrue();
    assertThat(limit.allows(MINUTE + 1)).isFalse();
  }

  @Test
  void zeroIsNoLimit() {
    MessageLimit limit = new MessageLimit(0);

    for (int i = 0; i < 10_000; i++) {
      assertThat(limit.allows(0)).isTrue();
    }
  }
}
