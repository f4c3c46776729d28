package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EnginePacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One failure stays one failure: nothing that is under way stays so, and the others go on. */
class EngineFailureTest extends EngineFixture {
  private static final Duration BEAT = Duration.ofMillis(500);

  private final List<Boolean> done = new ArrayList<>();

  private static void fail() {
    throw new IllegalStateException("the test wants it");
  }

  private static void failHard() {
    throw new NoClassDefFoundError("the test wants it");
  }

  @Test
  void anApplicationThatFailsAtAMessageReceivesTheNextOne() {
    begin();
    application.onMessage = EngineFailureTest::fail;
    assertThat(post("4a\u001ebAQID\u001e4b")).isNull();
    application.onMessage = () -> {};

    assertThat(post("4c")).isNull();
    assertThat(application.received).containsExactly("c");
  }

  @Test
  void whatFollowsInAPayloadIsDelivered() {
    begin();
    application.onMessage = failingOnce(EngineFailureTest::failHard);
    assertThat(post("4a\u001e4b")).isNull();

    assertThat(application.received).containsExactly("b");
  }

  @Test
  void anApplicationThatFailsAtAMessageByWebSocketReceivesTheNextOne() {
    connect();
    application.onMessage = failingOnce(EngineFailureTest::failHard);
    receive("4a");
    receive("4b");

    assertThat(application.received).containsExactly("b");
  }

  @Test
  void anApplicationThatFailsAtTheEndOfASessionIsAskedOnce() {
    begin();
    RecordingPoll waiting = poll();
    application.onMessage = EngineFailureTest::fail;
    application.session.close(List.of("41"), 1008, "x");

    assertThat(waiting.answer).isEqualTo("41\u001e1");
    assertThat(application.received).containsExactly("closed");
    clock.advance(Duration.ofSeconds(1));
    assertThat(engine.session(query(known()))).isNull();
  }

  @Test
  void anApplicationThatFailsAtASessionDoesNotKeepTheOthersFromBeingPinged() {
    engine.start();
    begin();
    RecordingPoll first = poll();
    clock.advance(BEAT);
    for (int i = 0; i < 20; i++) { // whom the beat comes to first is not known
      begin();
    }
    clock.advance(LIMITS.pingInterval().minus(BEAT.multipliedBy(2)));
    application.ticking = EngineFailureTest::fail;
    clock.advance(BEAT);

    assertThat(first.answer).isEqualTo("2");
  }

  @Test
  void anApplicationThatFailsAtASessionDoesNotKeepTheOthersFromHearingTheEnd() {
    List<RecordingPoll> polls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      begin();
      polls.add(poll());
    }
    application.onMessage = EngineFailureTest::failHard;
    engine.close();

    assertThat(polls).allSatisfy(poll -> assertThat(poll.answer).isEqualTo("1"));
    assertThat(application.received).containsExactly("closed", "closed", "closed");
  }

  @Test
  void anApplicationThatFailsWhenAClientComesHasNoSession() {
    application.opening = EngineFailureTest::fail;
    assertThat(poll("EIO=4&transport=polling").answer).isEqualTo("FULL");

    assertThat(engine.session(query(known()))).isNull();
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void anApplicationThatFailsWhenAWebSocketComesClosesIt() {
    application.opening = EngineFailureTest::failHard;
    connect();

    assertThat(engine.session(query(known()))).isNull();
    clock.advance(Duration.ofSeconds(2));
    assertThat(application.session.hasEnded()).isTrue();
  }

  @Test
  void anApplicationThatEndsASessionWhileItBeginsIsNotifiedOfItsEnd() {
    application.opening = () -> application.session.close(List.of("41"), 1008, "x");
    begin();

    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aSenderThatFailsDoesNotKeepTheNextPacketBack() {
    connect();
    application.session.send("4a", ok -> fail());
    application.session.send("4b", ok -> failHard());
    application.session.send("4c", done::add);

    assertThat(channel.sent).containsExactly("4a", "4b", "4c");
    assertThat(done).containsExactly(true);
  }

  @Test
  void aSenderThatFailsLaterDoesNotKeepTheNextPacketBack() {
    connect();
    channel.reading = false;
    application.session.send("4a", ok -> fail());
    application.session.send("4b", done::add);
    channel.read();
    channel.read();

    assertThat(channel.sent).containsExactly("4a", "4b");
    assertThat(done).containsExactly(true);
  }

  @Test
  void aSenderThatFailsDoesNotLoseThePoll() {
    begin();
    RecordingPoll waiting = poll();
    application.session.send("4a", ok -> fail());

    assertThat(waiting.answer).isEqualTo("4a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyPacketThatIsLostIsReportedOnce(boolean bySocket) {
    if (bySocket) {
      connect();
      channel.reading = false;
    } else {
      begin();
    }
    application.session.send("4a", done::add);
    application.session.send("4b", ok -> fail());
    application.session.send("4c", done::add);
    if (bySocket) {
      application.session.closed(socket, false);
      channel.read();
    } else {
      application.session.fail();
    }

    assertThat(done).containsExactly(false, false);
    application.session.send("4d", done::add);
    assertThat(done).containsExactly(false, false, false);
  }

  @Test
  void aWebSocketThatCannotSendIsClosedAndItsClientLost() {
    connect();
    channel.broken = true;
    application.session.send("4a", done::add);
    assertThat(done).containsExactly(false);
    assertThat(channel.sent).containsExactly("4a", "close 1011");
    assertThat(application.received).isEmpty(); // the container may say that it has closed
    application.session.send("4b", done::add);
    assertThat(done).containsExactly(false, false);
    assertThat(application.received).isEmpty();

    clock.advance(Duration.ofSeconds(2));
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void aWebSocketThatCannotSendTheLastPacketsIsClosedWithTheirCode() {
    connect();
    channel.broken = true;
    application.session.close(List.of("41"), 1008, "x");

    assertThat(channel.sent).containsExactly("41", "close 1008");
    clock.advance(Duration.ofSeconds(2));
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aProbeThatCannotSendMakesRoomForAnother() {
    begin();
    channel.broken = true;
    upgrade("2probe");
    assertThat(channel.sent).containsExactly("3probe", "close 1011");

    clock.advance(Duration.ofSeconds(2));
    RecordingTransport second = new RecordingTransport();
    EngineSocket other = engine.socket(second);
    assertThat(engine.connect(query(known().replace("polling", "websocket")), "", other))
        .isNotNull();
    application.session.receive(other, EnginePacket.text("2probe"));
    assertThat(second.sent).containsExactly("3probe");
    assertThat(application.received).isEmpty();
  }

  @Test
  void whatAClientDoesNotReadIsLostWhenItsTimeIsOver() {
    connect();
    channel.reading = false;
    application.session.send("4a", done::add);
    application.session.send("4b", done::add);
    application.session.close(List.of("41"), 1008, "x");
    clock.advance(Duration.ofMillis(1_999));
    assertThat(channel.sent).containsExactly("4a");

    clock.advance(Duration.ofMillis(1));
    assertThat(channel.sent).containsExactly("4a", "close 1008");
    assertThat(done).containsExactly(false, false);
    channel.read();
    assertThat(channel.sent).containsExactly("4a", "close 1008");
  }

  @Test
  void aWebSocketThatHasEndedIsNotClosedAgain() {
    connect();
    channel.reading = false;
    application.session.send("4a", done::add);
    application.session.close(List.of("41"), 1008, "x");
    application.session.closed(socket, true);
    clock.advance(Duration.ofSeconds(2));
    channel.answer(false);

    assertThat(channel.sent).containsExactly("4a");
    assertThat(done).containsExactly(false);
  }

  @Test
  void whatWaitedForAPollIsLostWithTheWebSocketThatBrokeBeforeIt() {
    begin();
    upgrade("2probe");
    application.session.send("4a", done::add);
    socket.broken();
    receive("5");

    assertThat(done).containsExactly(false);
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void aWebSocketIsClosedByWhoeverIsThereWhenTheThreadsAreGone() {
    Engine stopping =
        new Engine(
            LIMITS,
            application,
            clock,
            task -> {
              throw new RejectedExecutionException("stopped");
            });
    EngineSocket last = stopping.socket(channel);
    stopping.connect(query("EIO=4&transport=websocket"), "", last);
    channel.sent.clear();
    stopping.close();

    assertThat(channel.sent).containsExactly("close 1012");
  }

  @Test
  void lastWordsFindRoomWhereAnAnswerFoundNone() {
    connect();
    channel.reading = false;
    int fitting = 1 + (2 * LIMITS.maxPayload() + 1_000) / EnginePacket.text("4a").size();
    for (int i = 0; i < fitting; i++) { // one of them is on its way
      send("4a");
    }
    assertThat(application.received).isEmpty();
    application.session.close(List.of("41"), 1008, "x");
    for (int i = 0; i < fitting + 1; i++) {
      channel.read();
    }

    assertThat(channel.sent).endsWith("4a", "41", "close 1008").hasSize(fitting + 2);
  }

  @Test
  void aBodyThatDoesNotComeLosesTheSession() {
    begin();
    RecordingPoll waiting = poll();
    Posting posting = application.session.beginPost();
    posting.close();

    assertThat(waiting.answer).isEqualTo("1");
    assertThat(application.received).containsExactly("lost");
    assertThat(application.session.beginPost().refusal()).isEqualTo(EngineError.UNKNOWN_SID);
  }

  @Test
  void aBodyThatComesTooLateIsNotDelivered() {
    begin();
    Posting posting = application.session.beginPost();
    posting.close();

    assertThat(posting.deliver(false, new byte[] {'4', 'a'})).isEqualTo(EngineError.BAD_REQUEST);
    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void aBodyOfASessionThatHasEndedMeanwhileIsNotDelivered() {
    begin();
    Posting posting = application.session.beginPost();
    application.session.close(List.of(), 1012, "x");

    assertThat(posting.deliver(false, new byte[] {'4', 'a'})).isEqualTo(EngineError.UNKNOWN_SID);
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aBodyThatHasComeChangesNothingAfterwards() {
    begin();
    Posting posting = application.session.beginPost();
    assertThat(posting.deliver(false, new byte[] {'4', 'a'})).isNull();
    posting.close();
    posting.overflow();

    assertThat(application.received).containsExactly("a");
    assertThat(post("4b")).isNull();
    assertThat(application.received).containsExactly("a", "b");
  }

  @Test
  void aBodyThatIsTooLongEndsTheSession() {
    begin();
    application.session.beginPost().overflow();

    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aRequestThatIsRefusedTakesNothingFromTheOneBeforeIt() {
    begin();
    Posting first = application.session.beginPost();
    Posting second = application.session.beginPost();
    assertThat(second.refusal()).isEqualTo(EngineError.BAD_REQUEST);
    second.close();

    assertThat(application.received).containsExactly("closed");
    assertThat(first.deliver(false, new byte[] {'4', 'a'})).isEqualTo(EngineError.UNKNOWN_SID);
  }

  @Test
  void aSessionThatBeginsAsTheEngineStopsIsEnded() {
    application.opening = engine::close;
    begin();

    assertThat(application.received).containsExactly("closed");
    assertThat(engine.session(query(known()))).isNull();
  }

  @Test
  void theBeatGoesOnAfterAFailure() {
    engine.start();
    begin();
    application.ticks.clear();
    application.ticking = failingOnce(EngineFailureTest::failHard);
    clock.advance(BEAT.multipliedBy(3));

    assertThat(application.ticks).hasSize(2);
  }

  private static Runnable failingOnce(Runnable failure) {
    boolean[] failed = new boolean[1];
    return () -> {
      if (!failed[0]) {
        failed[0] = true;
        failure.run();
      }
    };
  }
}
