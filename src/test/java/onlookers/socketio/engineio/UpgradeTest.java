package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EnginePacket;
import org.junit.jupiter.api.Test;

/** From polling to a WebSocket: nothing is lost, and a probe that is wrong harms nobody. */
class UpgradeTest extends EngineFixture {
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final RecordingTransport second = new RecordingTransport();
  private final EngineSocket other = engine.socket(second);
  private final List<Boolean> done = new ArrayList<>();

  private EngineSession probe(EngineSocket from) {
    return engine.connect(query(known().replace("polling", "websocket")), "", from);
  }

  @Test
  void aProbeThatSaysNothingIsClosed() {
    engine.start();
    begin();
    probe(socket);
    clock.advance(MAX_WAIT.minusMillis(500));
    assertThat(channel.sent).isEmpty();

    clock.advance(Duration.ofMillis(500));
    assertThat(channel.sent).containsExactly("close 1002");
    assertThat(application.received).isEmpty();
  }

  @Test
  void aProbeThatDoesNotGoOnIsClosed() {
    engine.start();
    begin();
    upgrade("2probe");
    clock.advance(MAX_WAIT);

    assertThat(channel.sent).containsExactly("3probe", "close 1002");
    assertThat(application.received).isEmpty();
  }

  @Test
  void theNextProbeHasItsOwnTime() {
    engine.start();
    begin();
    probe(socket);
    clock.advance(MAX_WAIT);
    assertThat(probe(other)).isNotNull();
    clock.advance(MAX_WAIT.minusMillis(500));
    assertThat(second.sent).isEmpty();

    clock.advance(Duration.ofMillis(500));
    assertThat(second.sent).containsExactly("close 1002");
  }

  @Test
  void aProbeThatIsWrongMakesRoomForTheNext() {
    begin();
    upgrade("4a");
    assertThat(probe(other)).isNotNull();
    application.session.receive(other, EnginePacket.text("2probe"));

    assertThat(second.sent).containsExactly("3probe");
  }

  @Test
  void aProbeThatBreaksMakesRoomForTheNext() {
    begin();
    upgrade("2probe");
    application.session.closed(socket, false);
    assertThat(probe(other)).isNotNull();
    application.session.receive(other, EnginePacket.text("5")); // the other one was tried, not this
    assertThat(second.sent).containsExactly("close 1002");

    assertThat(application.received).isEmpty();
  }

  @Test
  void whoeverIsNotTheProbeChangesNothing() {
    begin();
    upgrade("2probe");
    application.session.receive(other, EnginePacket.text("5"));
    application.session.closed(other, false);
    application.session.refuse(other, SessionClose.BROKEN);
    receive("5");
    send("4a");

    assertThat(channel.sent).containsExactly("3probe", "4a");
  }

  @Test
  void whoHasNotBeenTriedDoesNotGoOver() {
    begin();
    upgrade("5");

    assertThat(channel.sent).containsExactly("close 1002");
    send("4a");
    assertThat(poll().answer).isEqualTo("4a");
  }

  @Test
  void aProbeIsTriedOnce() {
    begin();
    upgrade("2probe");
    receive("2probe");

    assertThat(channel.sent).containsExactly("3probe", "close 1002");
  }

  @Test
  void whoHasGoneOverStays() {
    engine.start();
    begin();
    upgrade("2probe");
    receive("5");
    clock.advance(MAX_WAIT.multipliedBy(2));

    assertThat(channel.sent).containsExactly("3probe");
    receive("4a");
    assertThat(application.received).containsExactly("a");
  }

  @Test
  void whatWaitedForAPollIsSentByTheWebSocket() {
    begin();
    upgrade("2probe");
    application.session.send("4a", done::add);
    application.session.send("4b", done::add);
    assertThat(done).isEmpty();
    channel.reading = false;
    receive("5");
    assertThat(done).isEmpty();
    channel.read();
    channel.read();

    assertThat(channel.sent).containsExactly("3probe", "4a", "4b");
    assertThat(done).containsExactly(true, true);
  }

  @Test
  void aPollThatWaitsWhenTheClientHasGoneOverIsRefused() {
    begin();
    upgrade("2probe");
    RecordingPoll last = poll();
    receive("5");

    assertThat(last.answer).isEqualTo("BAD_REQUEST");
    clock.advance(Duration.ofSeconds(1));
    assertThat(application.received).isEmpty();
  }

  @Test
  void whoHasGoneOverDoesNotPost() {
    begin();
    upgrade("2probe");
    receive("5");

    assertThat(application.session.beginPost().refusal()).isEqualTo(EngineError.BAD_REQUEST);
    assertThat(poll().answer).isEqualTo("BAD_REQUEST");
    assertThat(application.received).isEmpty();
  }

  @Test
  void aPollWithoutAnUpgradeWaits() {
    begin();
    RecordingPoll poll = poll();
    clock.advance(Duration.ofSeconds(1));

    assertThat(poll.answer).isNull();
  }

  @Test
  void theEndOfASessionIsTheEndOfItsProbe() {
    begin();
    upgrade("2probe");
    application.session.close(List.of("41"), 1008, "x");

    assertThat(channel.sent).containsExactly("3probe", "close 1002");
  }

  @Test
  void aProbeForASessionThatHasJustEndedIsClosed() {
    begin();
    application.session.close(List.of("41"), 1008, "x");
    probe(socket);

    assertThat(channel.sent).containsExactly("close 1002");
    assertThat(poll().answer).isEqualTo("41\u001e1");
  }

  @Test
  void aProbeOfAnotherVersionIsNotWanted() {
    begin();
    String old = known().replace("polling", "websocket").replace("EIO=4", "EIO=3");
    assertThat(engine.connect(query(old), "", socket)).isNull();
    assertThat(engine.connect(query("EIO=4&transport=websocket&sid=x"), "", socket)).isNull();

    assertThat(probe(other)).isNotNull();
  }

  @Test
  void whoeverWasEndedAsItCameReceivesTheLastPacketsByWebSocket() {
    application.opening = () -> application.session.close(List.of("44x"), 1013, "full");
    application.full = true;
    engine.connect(query("EIO=4&transport=websocket"), "", socket);

    assertThat(channel.sent).containsExactly("44x", "close 1013");
  }

  @Test
  void aStoppedEngineClosesWhoComesByWebSocket() {
    engine.close();
    engine.connect(query("EIO=4&transport=websocket"), "", socket);

    assertThat(channel.sent).containsExactly("close 1012");
    assertThat(application.session).isNull();
  }

  @Test
  void whatWasSentToWhoIsRefusedIsLost() {
    application.opening = () -> application.session.send("4a", done::add);
    application.full = true;
    begin();

    assertThat(done).containsExactly(false);
  }
}
