package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EnginePacket;
import org.junit.jupiter.api.Test;

class EngineTest extends EngineFixture {
  private static final EngineLimits WIDE =
      new EngineLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 100_000);

  /** Bytes of packets after which an answer is long enough. */
  private static final int ENOUGH = 6_000;

  @Test
  void aSessionBeginsWithItsLimits() {
    RecordingPoll poll = poll("EIO=4&transport=polling");

    assertThat(poll.answer)
        .isEqualTo(
            "0{\"sid\":\""
                + application.session.id()
                + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":60000,\"pingTimeout\":60000,"
                + "\"maxPayload\":1000}");
  }

  @Test
  void aPollWaitsForPackets() {
    begin();
    RecordingPoll poll = poll();
    assertThat(poll.answer).isNull();

    send("4a");
    assertThat(poll.answer).isEqualTo("4a");
  }

  @Test
  void packetsWaitForAPollAndGoOutTogether() {
    begin();
    send("4a");
    send("4b");

    assertThat(poll().answer).isEqualTo("4a\u001e4b");
  }

  @Test
  void anAnswerIsNotLongerThanItNeedBe() {
    Engine wide = new Engine(WIDE, application, clock, Runnable::run);
    wide.poll(query("EIO=4&transport=polling"), "", new RecordingPoll());
    String half = "4" + "x".repeat(ENOUGH / 2 - EnginePacket.text("4").size());
    for (int i = 0; i < 4; i++) {
      send(half);
    }
    send("4b");
    RecordingPoll first = new RecordingPoll();
    wide.poll(query(known()), "", first);
    RecordingPoll second = new RecordingPoll();
    wide.poll(query(known()), "", second);
    RecordingPoll third = new RecordingPoll();
    wide.poll(query(known()), "", third);

    assertThat(first.answer).isEqualTo(half + "\u001e" + half);
    assertThat(second.answer).isEqualTo(half + "\u001e" + half);
    assertThat(third.answer).isEqualTo("4b");
  }

  @Test
  void theCallbackOfASentPacketMaySendAnotherWithTheSamePoll() {
    begin();
    List<Boolean> done = new ArrayList<>();
    application.session.send(
        "4a",
        first -> {
          done.add(first);
          application.session.send("4b", done::add);
        });
    assertThat(done).isEmpty();

    assertThat(poll().answer).isEqualTo("4a\u001e4b");
    assertThat(done).containsExactly(true, true);
  }

  @Test
  void aSecondPollEndsTheSession() {
    begin();
    RecordingPoll first = poll();
    RecordingPoll second = poll();

    assertThat(first.answer).isEqualTo("1");
    assertThat(second.answer).isEqualTo("BAD_REQUEST");
    assertThat(application.received).containsExactly("closed");
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void whatIsPostedIsDeliveredInOrder() {
    begin();
    assertThat(post("4a\u001ebAQID\u001e4b")).isNull();

    assertThat(application.received).containsExactly("a", "3 bytes", "b");
  }

  @Test
  void ofAPayloadThatIsCutNothingIsDelivered() {
    begin();
    assertThat(post("4a\u001e")).isEqualTo(EngineError.BAD_REQUEST);

    assertThat(application.received).containsExactly("closed");
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void twoRequestsAtOnceEndTheSession() {
    begin();
    assertThat(application.session.beginPost().refusal()).isNull();
    assertThat(application.session.beginPost().refusal()).isEqualTo(EngineError.BAD_REQUEST);

    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aPingInTheWrongDirectionEndsTheSession() {
    begin();
    assertThat(post("2")).isEqualTo(EngineError.BAD_REQUEST);
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void aClientThatSaysGoodbyeHasItsPollEnded() {
    begin();
    RecordingPoll waiting = poll();
    assertThat(post("1")).isNull();

    assertThat(waiting.answer).isEqualTo("6");
    assertThat(application.received).containsExactly("closed");
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void aPollThatComesAfterTheGoodbyeIsEndedOnce() {
    begin();
    assertThat(post("1")).isNull();

    assertThat(poll().answer).isEqualTo("6");
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void theLastPacketsOfAnApplicationReachAPollThatIsLate() {
    begin();
    application.session.close(List.of("41"), 1008, "x");

    assertThat(poll().answer).isEqualTo("41\u001e1");
  }

  @Test
  void whoIsRefusedHasNoSession() {
    application.full = true;
    assertThat(poll("EIO=4&transport=polling").answer).isEqualTo("FULL");
    assertThat(poll().answer).isEqualTo("UNKNOWN_SID");
  }

  @Test
  void aRefusalNamesItsReason() {
    application.full = true;
    application.refusal = EngineError.GOING_AWAY;
    assertThat(poll("EIO=4&transport=polling").answer).isEqualTo("GOING_AWAY");
  }

  @Test
  void aStoppedEngineTakesNobody() {
    begin();
    RecordingPoll waiting = poll();
    engine.close();

    assertThat(waiting.answer).isEqualTo("1");
    assertThat(poll("EIO=4&transport=polling").answer).isEqualTo("GOING_AWAY");
  }

  /** Else it would come again for the rest, and find nobody. */
  @Test
  void aPollThatWaitsAtAStopIsNotToldThatOthersLeave() {
    List<EngineSession> sessions = new ArrayList<>();
    List<RecordingPoll> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      begin();
      sessions.add(application.session);
      waiting.add(poll());
    }
    application.onMessage = () -> sessions.forEach(other -> other.send("4left", ok -> {}));

    engine.stopSessions();

    assertThat(application.received).containsExactly("closed", "closed", "closed");
    assertThat(waiting).extracting(poll -> poll.answer).containsExactly("1", "1", "1");
  }

  /** Each poll's request may be told by the container that the application stops. */
  @Test
  void whoAlsoStopsTheSessionsReturnsWhenAllHaveLeft() throws InterruptedException {
    begin();
    Thread another = new Thread(engine::stopSessions);
    application.onMessage =
        () -> {
          another.start();
          await().until(() -> another.getState() == State.BLOCKED || !another.isAlive());
          application.received.add(another.isAlive() ? "it waits" : "it has returned");
        };

    engine.stopSessions();
    another.join();

    assertThat(application.received).containsExactly("closed", "it waits");
  }

  @Test
  void aRequestIsLookedAtBeforeItsSession() {
    begin();
    assertThat(engine.fault("POST", query("EIO=4&transport=polling")))
        .isEqualTo(EngineError.BAD_HANDSHAKE_METHOD);
    assertThat(engine.fault("GET", query("EIO=5&transport=polling")))
        .isEqualTo(EngineError.UNSUPPORTED_PROTOCOL);
    assertThat(engine.fault("GET", query("EIO=4&transport=websocket")))
        .isEqualTo(EngineError.BAD_REQUEST);
    assertThat(engine.fault("GET", query("EIO=4&transport=polling&sid=x")))
        .isEqualTo(EngineError.UNKNOWN_SID);
    assertThat(engine.fault("GET", query(known().replace("EIO=4", "EIO=3"))))
        .isEqualTo(EngineError.BAD_REQUEST);
    assertThat(engine.fault("DELETE", query(known()))).isEqualTo(EngineError.BAD_REQUEST);
    assertThat(engine.fault("GET", query(known()))).isNull();
  }

  @Test
  void aWebSocketBeginsASession() {
    engine.connect(query("EIO=4&transport=websocket"), "", socket);
    send("4a");

    assertThat(channel.sent.get(0)).startsWith("0{").contains("\"upgrades\":[]");
    assertThat(channel.sent.get(1)).isEqualTo("4a");
  }

  @Test
  void aClientGoesOverToAWebSocketAndLosesNothing() {
    begin();
    RecordingPoll waiting = poll();
    upgrade("2probe");
    assertThat(channel.sent).containsExactly("3probe");
    assertThat(waiting.answer).isEqualTo("6");

    send("4a");
    receive("5");
    send("4b");
    assertThat(channel.sent).containsExactly("3probe", "4a", "4b");
    assertThat(poll().answer).isEqualTo("BAD_REQUEST");
    receive("4c");
    assertThat(application.received).containsExactly("c");
  }

  @Test
  void aPollThatComesDuringTheUpgradeEndsSoon() {
    begin();
    upgrade("2probe");
    RecordingPoll last = poll();

    clock.advance(Duration.ofMillis(49));
    assertThat(last.answer).isNull();
    clock.advance(Duration.ofMillis(1));
    assertThat(last.answer).isEqualTo("6");
  }

  @Test
  void aWebSocketThatSaysSomethingElseIsClosedAndTheSessionGoesOn() {
    begin();
    upgrade("4a");

    assertThat(channel.sent).containsExactly("close 1002");
    assertThat(application.received).isEmpty();
    send("4b");
    assertThat(poll().answer).isEqualTo("4b");
  }

  @Test
  void aSecondWebSocketIsNotWanted() {
    begin();
    upgrade("2probe");
    EngineSocket other = engine.socket(new RecordingTransport());
    assertThat(engine.connect(query(known()), "", other)).isNull();

    receive("5");
    assertThat(engine.connect(query(known()), "", other)).isNull();
    assertThat(application.received).isEmpty();
  }

  @Test
  void aWebSocketThatBreaksLosesTheClient() {
    EngineSession session = engine.connect(query("EIO=4&transport=websocket"), "", socket);
    session.closed(socket, false);

    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void packetsWaitWhileOneIsOnItsWay() {
    engine.connect(query("EIO=4&transport=websocket"), "", socket);
    channel.sent.clear();
    channel.reading = false;
    send("4a");
    send("4b");
    assertThat(channel.sent).containsExactly("4a");

    channel.reading = true;
    channel.read();
    assertThat(channel.sent).containsExactly("4a", "4b");
  }

  @Test
  void aClientThatAsksAndDoesNotReadIsLost() {
    engine.connect(query("EIO=4&transport=websocket"), "", socket);
    channel.reading = false;
    for (int i = 0; i < 1_100; i++) {
      send("4a");
    }

    assertThat(application.received).containsExactly("lost");
  }

  @Test
  void theLastPacketsComeBeforeTheClose() {
    engine.connect(query("EIO=4&transport=websocket"), "", socket);
    channel.sent.clear();
    channel.reading = false;
    send("4a");
    application.session.close(List.of("41"), 1008, "x");
    assertThat(channel.sent).containsExactly("4a");

    channel.reading = true;
    channel.read();
    assertThat(channel.sent).containsExactly("4a", "41", "close 1008");
  }
}
