package onlookers.socketio.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.socketio.codec.EngineError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of the default namespace: how it comes, what is received it, and how it goes. */
class SocketIoTest extends SocketIoFixture {
  private static void fail() {
    throw new IllegalStateException("the test wants it");
  }

  @Test
  void aClientOfVersion3IsConnectedUnasked() {
    assertThat(come(3)).hasSize(2).contains("40");

    assertThat(namespace.received).containsExactly("enter", "connected {}");
    assertThat(namespace.client.address()).isEqualTo("192.0.2.1");
  }

  @Test
  void aClientOfVersion4AsksForIt() {
    assertThat(come(4)).hasSize(1);
    assertThat(namespace.received).containsExactly("enter");
    assertThat(say("40{\"a\":1}")).isNull();

    assertThat(receive())
        .singleElement()
        .asString()
        .matches("40\\{\"sid\":\"[A-Za-z0-9_-]{22}\"}")
        .doesNotContain(namespace.client.address());
    assertThat(namespace.received).containsExactly("enter", "admits", "connected {\"a\":1}");
  }

  @Test
  void aClientThatBringsNothingBringsAnEmptyObject() {
    come(4);
    say("40");

    assertThat(namespace.received).containsExactly("enter", "admits", "connected {}");
  }

  @Test
  void aClientThatIsRefusedHasNoSession() {
    namespace.full = true;

    assertThat(come(4)).containsExactly("FULL");
    assertThat(namespace.received).containsExactly("enter");
  }

  @Test
  void aSecondTimeIsAFault() {
    connect();
    say("40");

    assertThat(receive()).containsExactly("UNKNOWN_SID");
    assertThat(namespace.received).containsExactly("admits", "left");
  }

  @Test
  void aClientOfVersion3MayAskForWhatItHas() {
    come(3);
    assertThat(say("40")).isNull();

    assertThat(hasEnded()).isFalse();
    assertThat(namespace.received).containsExactly("enter", "connected {}", "admits");
  }

  @Test
  void anotherNamespaceIsRefused() {
    connect();
    say("40/x,{\"token\":\"secret\"}");

    assertThat(receive()).containsExactly("44/x,{\"message\":\"Invalid namespace\"}");
    assertThat(hasEnded()).isFalse();
  }

  @Test
  void anotherNamespaceIsRefusedToAnOldClientInItsWords() {
    come(3);
    say("40/x?a=b");

    assertThat(receive()).containsExactly("44/x,\"Invalid namespace\"");
  }

  @Test
  void whoAsksForTooManyNamespacesIsNotAnswered() {
    connect();
    namespace.admitting = false;
    say("40/x");

    assertThat(receive()).isEmpty();
  }

  @Test
  void eventsAreDeliveredInOrder() {
    connect();
    say("42[\"a\"]", "427[\"b\",1]");

    assertThat(namespace.received).containsExactly("event [\"a\"]", "event [\"b\",1]7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"49", "42{}", "42[\"disconnect\"]", "4", "42/x,[\"a\"]"})
  void whatIsNoPacketEndsTheSession(String packet) {
    connect();
    assertThat(say(packet)).isEqualTo(EngineError.BAD_REQUEST);

    assertThat(namespace.received).containsExactly("left");
    assertThat(receive()).containsExactly("UNKNOWN_SID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"a\"]", "41", "451-[\"a\"]", "bAQID"})
  void whoIsNotConnectedSaysNothing(String packet) {
    come(4);
    assertThat(say(packet)).isEqualTo(EngineError.BAD_REQUEST);

    assertThat(namespace.received).containsExactly("enter", "left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"451-[\"a\"]", "461-1[]", "bAQID"})
  void attachmentsAreForTheMember(String packet) {
    connect();
    say(packet);

    assertThat(namespace.received).containsExactly("attachment");
    assertThat(hasEnded()).isFalse();
  }

  @Test
  void anAnswerThatNobodyAskedForIsCountedAndIgnored() {
    connect();
    say("431[]");

    assertThat(namespace.received).containsExactly("admits");
    assertThat(hasEnded()).isFalse();
  }

  @Test
  void aClientMayLeaveAndComeBack() {
    connect();
    say("41");
    assertThat(namespace.received).containsExactly("admits", "left");
    assertThat(hasEnded()).isFalse();

    say("40");
    assertThat(namespace.received).containsExactly("admits", "left", "enter", "connected {}");
    assertThat(receive()).singleElement().asString().startsWith("40{");
  }

  @Test
  void whoMayNotLeaveStays() {
    connect();
    namespace.admitting = false;
    say("41");

    assertThat(namespace.received).containsExactly("admits");
  }

  @Test
  void aClientThatComesBackMayFindItFull() {
    connect();
    say("41");
    namespace.full = true;
    say("40");

    assertThat(receive()).containsExactly("44{\"message\":\"Full: try again later\"}");
    assertThat(hasEnded()).isFalse();
  }

  @Test
  void aClientThatComesBackMayFindTheServerGoing() {
    connect();
    say("41");
    namespace.full = true;
    namespace.refusal = EngineError.GOING_AWAY;
    say("40");

    assertThat(receive())
        .containsExactly("44{\"message\":\"The server is going away: reconnect\"}");
  }

  @Test
  void whoDoesNotConnectInTimeIsNotWaitedFor() {
    come(4);
    clock.advance(CONNECT_TIMEOUT.minusMillis(500));
    assertThat(hasEnded()).isFalse();

    clock.advance(Duration.ofMillis(500));
    assertThat(hasEnded()).isTrue();
    assertThat(namespace.received).containsExactly("enter", "left");
  }

  @Test
  void whoIsConnectedHasAllTheTime() {
    connect();
    clock.advance(CONNECT_TIMEOUT.multipliedBy(2));

    assertThat(hasEnded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 16})
  void whoHasLeftDoesNotStayForLong(int afterSeconds) {
    connect();
    clock.advance(Duration.ofSeconds(afterSeconds));
    say("41");
    clock.advance(Duration.ofMillis(4_500));
    assertThat(hasEnded()).isFalse();

    clock.advance(Duration.ofMillis(500));
    assertThat(hasEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEndOfASessionIsTheEndOfItsMember(boolean orderly) {
    connect();
    if (orderly) {
      say("1");
    } else {
      clock.advance(Duration.ofMinutes(10));
    }

    assertThat(namespace.received).containsExactly(orderly ? "left" : "lost");
  }

  @Test
  void aNamespaceThatFailsWhenAClientComesHasNone() {
    namespace.entering = SocketIoTest::fail;

    assertThat(come(4)).containsExactly("FULL");
    assertThat(namespace.received).isEmpty();
  }

  @Test
  void aMemberThatFailsAsItComesHasLeft() {
    namespace.connecting = SocketIoTest::fail;

    assertThat(come(3)).containsExactly("FULL");
    assertThat(namespace.received).containsExactly("enter", "connected {}", "lost");
  }

  @Test
  void aMemberThatComesWhenItsSessionHasEndedHasLeft() {
    connect();
    say("41");
    namespace.received.clear();
    namespace.entering = () -> engine.close();
    say("40");

    assertThat(namespace.received).containsExactly("enter", "lost");
    assertThat(receive()).containsExactly("UNKNOWN_SID");
  }

  @Test
  void eventsAreEmittedAndAcknowledged() {
    connect();
    namespace.client.emit("[\"é\"]");
    namespace.client.acknowledge("7", "[\"é\"]");

    assertThat(receive()).containsExactly("42[\"é\"]", "437[\"é\"]");
  }

  @Test
  void oldClientsGetNothingButAscii() {
    come(3);
    namespace.client.emit("[\"é\"]");
    namespace.client.acknowledge("7", "[\"é\"]");

    assertThat(receive()).containsExactly("42[\"\\u00e9\"]", "437[\"\\u00e9\"]");
  }

  @Test
  void aPacketIsSentAsItIs() {
    connect();
    List<Boolean> done = new ArrayList<>();
    namespace.client.send("42[1]", done::add);
    assertThat(done).isEmpty();

    assertThat(receive()).containsExactly("42[1]");
    assertThat(done).containsExactly(true);
  }

  @Test
  void whoIsDisconnectedForGoodReceivesADisconnect() {
    connect();
    namespace.client.disconnect(true, 1008, "x");

    assertThat(receive()).containsExactly("41", "1");
    assertThat(namespace.received).containsExactly("left");
  }

  @Test
  void whoIsDisconnectedOtherwiseMayComeBack() {
    connect();
    namespace.client.disconnect(false, 1012, "x");

    assertThat(receive()).containsExactly("1");
  }
}
