package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onlookers.fixture.ManualScheduler;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EnginePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who lives, who is silent, and what of the dead is left; in version 3 the client pings. */
class HeartbeatTest extends EngineFixture {
  private static final Duration INTERVAL = LIMITS.pingInterval();
  private static final Duration TIMEOUT = LIMITS.pingTimeout();

  /** The client of version 3 comes by WebSocket. */
  private void connectOld() {
    engine.connect(query("EIO=3&transport=websocket"), "", socket);
    channel.sent.clear();
  }

  @Test
  void aClientOfVersion4IsPingedAndSaysThatItLives() {
    engine.start();
    connect();
    clock.advance(INTERVAL);
    assertThat(channel.sent).containsExactly("2");
    receive("3");

    clock.advance(INTERVAL);
    assertThat(channel.sent).containsExactly("2", "2");
    assertThat(application.received).isEmpty();
  }

  @Test
  void aClientOfVersion4ThatIsSilentIsLost() {
    engine.start();
    connect();
    clock.advance(INTERVAL.plus(TIMEOUT));

    assertThat(channel.sent).containsExactly("2", "close 1001");
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void aMessagePutsTheEndOff() {
    engine.start();
    connect();
    clock.advance(INTERVAL.plus(TIMEOUT).minusSeconds(1));
    receive("4a");
    clock.advance(Duration.ofSeconds(2));
    assertThat(application.received).containsExactly("a");

    clock.advance(TIMEOUT);
    assertThat(application.received).containsExactly("a", "lost");
  }

  @Test
  void aClientOfVersion3IsAnswered() {
    connectOld();
    receive("2");
    receive("2probe");

    assertThat(channel.sent).containsExactly("3", "3probe");
    assertThat(application.received).isEmpty();
  }

  @Test
  void aClientOfVersion3ThatIsSilentIsLost() {
    engine.start();
    connectOld();
    clock.advance(INTERVAL);
    receive("2");
    clock.advance(INTERVAL.plus(TIMEOUT).minusMillis(500));
    assertThat(application.received).isEmpty();

    clock.advance(Duration.ofMillis(500));
    assertThat(application.received).containsExactly("lost");
    assertThat(channel.sent).containsExactly("3", "close 1001");
  }

  @Test
  void aPongInTheWrongDirectionEndsTheSession() {
    connectOld();
    receive("3");

    assertThat(channel.sent).containsExactly("close 1002");
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aFloodOfPingsEndsTheSession() {
    connectOld();
    for (int i = 0; i < 100; i++) {
      receive("2");
    }
    assertThat(channel.sent).hasSize(100);
    receive("2");

    assertThat(channel.sent).hasSize(101).endsWith("close 1002");
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aFloodOfWhateverSaysNothingEndsTheSession() {
    connect();
    for (int i = 0; i < 50; i++) {
      receive("6");
      receive("5");
    }
    assertThat(application.received).isEmpty();
    receive("3");

    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void messagesAreNoFlood() {
    connect();
    for (int i = 0; i < 101; i++) {
      receive("4a");
    }
    assertThat(application.received).hasSize(101);
  }

  @Test
  void aClientThatOpensIsNone() {
    connect();
    receive("0{}");
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aClientThatSaysWhatIsNoPacketIsNone() {
    connect();
    receive("9");
    assertThat(channel.sent).containsExactly("close 1002");
  }

  @Test
  void aPollThatComesTooLateFindsNoSession() {
    begin();
    clock.advance(INTERVAL); // no beat: the engine has not started
    assertThat(poll().answer).isEqualTo("2");
    clock.advance(TIMEOUT);

    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void aPostThatComesTooLateFindsNoSession() {
    poll("EIO=3&transport=polling");
    EngineSession session = application.session;
    clock.advance(INTERVAL.plus(TIMEOUT));

    assertThat(session.beginPost().refusal()).isEqualTo(EngineError.UNKNOWN_SID);
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void whoIsLostIsForgottenAtOnce() {
    begin();
    application.session.fail();

    assertThat(engine.session(query(known()))).isNull();
    assertThat(engine.fault("GET", query(known()))).isEqualTo(EngineError.UNKNOWN_SID);
  }

  @Test
  void aSessionWithLastPacketsIsForgottenWhenNobodyPollsForThem() {
    begin();
    assertThat(post("1")).isNull();
    clock.advance(Duration.ofMillis(999));
    assertThat(engine.session(query(known()))).isNotNull();

    clock.advance(Duration.ofMillis(1));
    assertThat(engine.session(query(known()))).isNull();
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void whoeverEndsWithTheEngineIsForgottenAtOnce() {
    begin();
    engine.close();

    assertThat(engine.session(query(known()))).isNull();
    assertThat(clock.waiting()).isZero();
  }

  /** The ping's times and the pause between two looks at the sessions, all in milliseconds. */
  @ParameterizedTest
  @CsvSource({"2000,1000,100", "1000,2000,100", "25000,20000,500", "50,60,10", "20,30,10"})
  void theBeatIsATenthOfTheShorterTime(long interval, long timeout, long beat) {
    ManualScheduler time = new ManualScheduler();
    EngineLimits limits =
        new EngineLimits(Duration.ofMillis(interval), Duration.ofMillis(timeout), 1_000);
    Engine beating = new Engine(limits, application, time, Runnable::run);
    beating.start();
    beating.connect(query("EIO=3&transport=websocket"), "", beating.socket(channel));
    time.advance(Duration.ofMillis(2 * beat));

    assertThat(application.ticks).hasSize(2);
    assertThat(application.ticks.get(1) - application.ticks.get(0))
        .isEqualTo(Duration.ofMillis(beat).toNanos());
  }

  @Test
  void aSilentSessionIsLookedAtWhenSomethingIsDueAndNotBetween() {
    application.settled = true;
    engine.start();
    connect();
    int pings = 6;
    for (int i = 0; i < pings; i++) {
      clock.advance(INTERVAL);
      assertThat(channel.sent).hasSize(i + 1).containsOnly("2");
      receive("3");
    }
    assertThat(application.ticks).as("looks at which nothing was due").hasSizeLessThan(2 * pings);
    clock.advance(INTERVAL.plus(TIMEOUT));
    assertThat(application.received).containsExactly("lost");
  }

  /** An answer may bring the next ping nearer than the end of the wait for it was. */
  @ParameterizedTest
  @CsvSource({"5000,60000", "25000,20000", "60000,5000", "300,100"})
  void aSettledClientIsPingedAndLostInTimeWhateverTheTimesAre(long interval, long timeout) {
    ManualScheduler time = new ManualScheduler();
    EngineLimits limits =
        new EngineLimits(Duration.ofMillis(interval), Duration.ofMillis(timeout), 1_000);
    Engine beating = new Engine(limits, application, time, Runnable::run);
    application.settled = true;
    beating.start();
    EngineSocket own = beating.socket(channel);
    EngineSession session = beating.connect(query("EIO=4&transport=websocket"), "", own);
    channel.sent.clear();
    Duration late = limits.shorterTime().dividedBy(5);
    for (int i = 1; i <= 3; i++) {
      time.advance(limits.pingInterval().plus(late));
      assertThat(channel.sent).hasSize(i).containsOnly("2");
      session.receive(own, EnginePacket.text("3"));
    }
    time.advance(limits.pingInterval().plus(limits.pingTimeout()).plus(late));
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void theEngineRestsWhileThereIsNobody() {
    engine.start();
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.waiting()).isZero();
    connect();
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.waiting()).isEqualTo(1);
    application.session.fail();
    clock.advance(Duration.ofSeconds(2));
    assertThat(clock.waiting()).isZero();
  }

  @Test
  void theApplicationReceivesTheTimeOfTheEngine() {
    engine.start();
    connect();
    clock.advance(Duration.ofMillis(500));

    assertThat(application.ticks).containsExactly(application.session.nanoTime());
  }

  @Test
  void bytesAreSentInTheirTurn() {
    connect();
    application.session.send(new byte[] {1, 2, 3});
    application.session.send("4a", ok -> {});

    assertThat(channel.sent).containsExactly("3 bytes", "4a");
  }
}
