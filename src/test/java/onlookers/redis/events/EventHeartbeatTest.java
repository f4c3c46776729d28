package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventHeartbeatTest {
  private static final List<String> KINDS = List.of("set", "sadd", "del");

  private final EventHeartbeat heartbeat = new EventHeartbeat(at(0));

  /** So many milliseconds after the start, on a scale that soon passes its end. */
  private static long at(long millis) {
    return Long.MAX_VALUE - 1_000 + Duration.ofMillis(millis).toNanos();
  }

  private boolean isSilent(long millis) {
    return heartbeat.checkSilent(at(millis), EventHeartbeat.MAX_WAIT);
  }

  private boolean mustReconnect(long millis) {
    return heartbeat.mustReconnect(at(millis), Duration.ofSeconds(10));
  }

  private boolean receive(long millis) {
    return KINDS.stream()
        .map(kind -> heartbeat.received(kind, at(millis)))
        .reduce(false, Boolean::logicalOr);
  }

  @Test
  void itBeatsAtOnceAndThenEachFiveSeconds() {
    assertThat(heartbeat.isDue(at(0))).isTrue();
    heartbeat.making(at(0));
    assertThat(receive(10)).as("no news").isFalse();
    assertThat(heartbeat.isDue(at(5_009))).isFalse();
    assertThat(heartbeat.isDue(at(5_010))).isTrue();
  }

  @Test
  void oneKindOfEventThatIsMissingIsSilence() {
    for (String missing : KINDS) {
      EventHeartbeat one = new EventHeartbeat(at(0));
      one.making(at(0));
      KINDS.stream()
          .filter(kind -> !kind.equals(missing))
          .forEach(kind -> one.received(kind, at(1)));
      assertThat(one.checkSilent(at(1_999), EventHeartbeat.MAX_WAIT)).isFalse();
      assertThat(one.checkSilent(at(2_000), EventHeartbeat.MAX_WAIT)).as(missing).isTrue();
      assertThat(one.checkSilent(at(2_001), EventHeartbeat.MAX_WAIT)).as("said once").isFalse();
    }
  }

  @Test
  void whereItCannotBeMadeThatIsNoticedWithinSevenSecondsOfTheLastThatWasReceived() {
    heartbeat.making(at(0));
    receive(100);
    heartbeat.failed(at(5_100));
    assertThat(isSilent(7_099)).isFalse();
    assertThat(isSilent(7_100)).isTrue();
  }

  @Test
  void inSilenceItBeatsEachSecondAndReportsWhenItIsReceivedAgain() {
    heartbeat.making(at(0));
    assertThat(isSilent(2_000)).isTrue();
    heartbeat.making(at(5_000));
    assertThat(heartbeat.isDue(at(5_999))).isFalse();
    assertThat(heartbeat.isDue(at(6_000))).isTrue();
    assertThat(receive(6_001)).isTrue();
    assertThat(isSilent(6_002)).isFalse();
    heartbeat.making(at(11_001));
    assertThat(receive(11_002)).as("said once").isFalse();
  }

  @Test
  void theConnectionIsMadeAnewAndNotAgainForAWhile() {
    heartbeat.making(at(0));
    assertThat(mustReconnect(1_999)).isFalse();
    assertThat(mustReconnect(2_000)).isTrue();
    heartbeat.dueNow(at(2_100));
    assertThat(heartbeat.isDue(at(2_100))).isTrue();
    heartbeat.making(at(2_100));
    assertThat(mustReconnect(11_999)).isFalse();
    assertThat(mustReconnect(12_000)).isTrue();
  }

  @Test
  void whatCannotBeReceivedAtAllIsReportedOnce() {
    assertThat(heartbeat.silent()).isTrue();
    assertThat(heartbeat.silent()).isFalse();
  }
}
