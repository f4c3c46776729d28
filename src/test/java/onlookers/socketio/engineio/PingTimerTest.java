package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.engineio.PingTimer.Duty;
import org.junit.jupiter.api.Test;

class PingTimerTest {
  private static final EngineLimits LIMITS =
      new EngineLimits(Duration.ofSeconds(25), Duration.ofSeconds(20), 1_000);

  /** Soon the time passes the end of its numbers. */
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

  private final PingTimer old = new PingTimer(EngineProtocol.V3, LIMITS, START);
  private final PingTimer recent = new PingTimer(EngineProtocol.V4, LIMITS, START);

  @Test
  void aClientOfVersion4IsPingedOnceEveryInterval() {
    assertThat(recent.due(seconds(24))).isEqualTo(Duty.NOTHING);
    assertThat(recent.due(seconds(25))).isEqualTo(Duty.PING);
    assertThat(recent.due(seconds(26))).isEqualTo(Duty.NOTHING);

    recent.answered(seconds(27));
    assertThat(recent.due(seconds(51))).isEqualTo(Duty.NOTHING);
    assertThat(recent.due(seconds(52))).isEqualTo(Duty.PING);
  }

  @Test
  void withoutAnAnswerItIsDeadAfterTheTimeoutHoweverLateThePing() {
    assertThat(recent.due(seconds(30))).isEqualTo(Duty.PING);
    assertThat(recent.due(seconds(44))).isEqualTo(Duty.NOTHING);
    assertThat(recent.due(seconds(45))).isEqualTo(Duty.REAP);
  }

  @Test
  void whateverItSendsPutsThatOffOnce() {
    assertThat(recent.due(seconds(25))).isEqualTo(Duty.PING);
    recent.received(seconds(40));
    recent.received(seconds(59));
    assertThat(recent.due(seconds(59))).isEqualTo(Duty.NOTHING);
    assertThat(recent.due(seconds(60))).isEqualTo(Duty.REAP);
  }

  @Test
  void aPongThatNobodyAskedForChangesNothing() {
    recent.answered(seconds(24));
    assertThat(recent.due(seconds(25))).isEqualTo(Duty.PING);
  }

  @Test
  void aClientOfVersion3IsNeverPingedAndDeadAfterBothTimes() {
    assertThat(old.due(seconds(44))).isEqualTo(Duty.NOTHING);
    old.received(seconds(44));
    assertThat(old.due(seconds(88))).isEqualTo(Duty.NOTHING);
    assertThat(old.due(seconds(89))).isEqualTo(Duty.REAP);
  }

  @Test
  void aFloodOfSignsIsNotWithinReason() {
    for (int i = 0; i < 100; i++) {
      assertThat(old.admits(seconds(1))).isTrue();
    }
    assertThat(old.admits(seconds(1))).isFalse();
    assertThat(old.admits(seconds(24))).isFalse();
    assertThat(old.admits(seconds(25))).isTrue();
  }

  private static long seconds(int seconds) {
    return START + Duration.ofSeconds(seconds).toNanos();
  }
}
