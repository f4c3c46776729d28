package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final long INTERVAL = Duration.ofSeconds(25).toNanos();
  private static final long SILENCE = Duration.ofSeconds(60).toNanos();
  private static final long ROUND = Duration.ofSeconds(1).toNanos();

  /** The scale has no zero: it may run over while a client is connected. */
  private static final long START = Long.MAX_VALUE - INTERVAL / 2;

  private final KeepAlive keepAlive = new KeepAlive(START);

  @Test
  void aPingIsDueWhereItWouldBeBeforeTheNextRound() {
    assertThat(keepAlive.takePing(START + INTERVAL - ROUND, ROUND)).isFalse();
    assertThat(keepAlive.takePing(START + INTERVAL - ROUND + 1, ROUND)).isTrue();
  }

  @Test
  void roundsThatAreALittleLateDoNotAddUp() {
    assertThat(keepAlive.takePing(START + INTERVAL + ROUND / 2, ROUND)).isTrue();
    keepAlive.pinged();

    assertThat(keepAlive.nextLookNanos()).isEqualTo(START + 2 * INTERVAL);
  }

  @Test
  void afterALongPauseTheIntervalBeginsAnew() {
    long late = START + INTERVAL + 3 * ROUND;
    assertThat(keepAlive.takePing(late, ROUND)).isTrue();
    keepAlive.pinged();

    assertThat(keepAlive.nextLookNanos()).isEqualTo(late + INTERVAL);
  }

  @Test
  void aPingThatIsNotOutYetIsFollowedByNoOther() {
    assertThat(keepAlive.takePing(START + INTERVAL, ROUND)).isTrue();
    assertThat(keepAlive.takePing(START + 2 * INTERVAL, ROUND)).isFalse();
    keepAlive.pinged();
    assertThat(keepAlive.takePing(START + 2 * INTERVAL, ROUND)).isTrue();
  }

  @Test
  void aClientIsSilentAfterMoreThanAMinuteWithoutASign() {
    assertThat(keepAlive.isSilent(START + SILENCE)).isFalse();
    assertThat(keepAlive.isSilent(START + SILENCE + 1)).isTrue();
    keepAlive.received(START + SILENCE);
    assertThat(keepAlive.isSilent(START + SILENCE + 1)).isFalse();
  }
}
