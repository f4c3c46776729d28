package onlookers.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.Post;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EngineQuery;
import onlookers.socketio.codec.Payload;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.engineio.Poll;
import onlookers.socketio.engineio.Posting;
import onlookers.socketio.namespace.SocketIo;
import onlookers.websocket.InMemoryNode;
import onlookers.websocket.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of Socket.IO 4 that polls: the same conversation as by the native wire. */
class SocketIoConnectionTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final String VIEWING = "42[\"viewing\",13]";

  private final ManualScheduler time = new ManualScheduler();
  private final InMemoryNode node =
      new InMemoryNode(time, Map.of("limit.messages", "10", "limit.sessions", "5"));
  private final Engine engine =
      new Engine(
          new EngineLimits(Duration.ofMinutes(5), Duration.ofMinutes(5), 100_000),
          new SocketIo(new SocketIoNamespace(node.acceptor), Duration.ofSeconds(45)),
          time,
          Runnable::run);
  private String sid = "";

  private void come() {
    List<String> packets = ask("");
    sid = packets.get(0).split("\"", 5)[3];
  }

  private void connect() {
    come();
    say("40");
    receive();
  }

  private EngineError say(String packet) {
    Posting posting = engine.session(query("&sid=" + sid)).beginPost();
    return posting.deliver(false, packet.getBytes(UTF_8));
  }

  private List<String> receive() {
    time.advance(MOMENT);
    return ask("&sid=" + sid);
  }

  private List<String> ask(String more) {
    List<String> packets = new ArrayList<>();
    engine.poll(
        query(more),
        "192.0.2.1",
        new Poll() {
          @Override
          public void answer(Payload payload) {
            packets.addAll(List.of(new String(payload.body(), UTF_8).split("\u001e")));
          }

          @Override
          public void refuse(EngineError error) {
            packets.add(error.name());
          }
        });
    return packets;
  }

  private static EngineQuery query(String more) {
    return EngineQuery.parse("EIO=4&transport=polling" + more);
  }

  private long viewers() {
    return node.redis.counts(new Post("13")).viewers();
  }

  @Test
  void whatIsSaidBeforeAClientIsConnectedWaits() {
    come();
    time.advance(MOMENT);
    say("40");

    assertThat(receive())
        .satisfiesExactly(
            connected -> assertThat(connected).startsWith("40{\"sid\":"),
            session -> assertThat(session).matches("42\\[\"session\",\"[^\"]{22}\"]"));
  }

  @Test
  void allThatIsSaidBeforeAClientIsConnectedComesInItsOrder() {
    node.presence.away();
    come();
    time.advance(MOMENT);
    say("40");

    assertThat(receive())
        .filteredOn(packet -> packet.startsWith("42"))
        .satisfiesExactly(
            session -> assertThat(session).startsWith("42[\"session\""),
            degraded -> assertThat(degraded).isEqualTo("42[\"degraded\",true]"));
  }

  @Test
  void aClientThatDoesNotPollReceivesTheLastCountsOnly() {
    connect();
    say(VIEWING);
    time.advance(MOMENT);
    for (int viewers = 2; viewers <= 5; viewers++) {
      TestClient other = new TestClient(node, "192.0.2." + viewers);
      other.views("13");
      time.advance(MOMENT);
    }

    assertThat(receive())
        .containsExactly(
            "42[\"viewers\",\"13\",1]",
            "42[\"views\",\"13\",1]",
            "42[\"viewers\",\"13\",5]",
            "42[\"views\",\"13\",5]");
  }

  @Test
  void bothCountsAreEventsOfTheirOwn() {
    connect();
    say(VIEWING);

    assertThat(receive()).containsExactly("42[\"viewers\",\"13\",1]", "42[\"views\",\"13\",1]");
    assertThat(viewers()).isOne();
    say("42[\"parked\"]");
    assertThat(receive()).containsExactly("42[\"viewers\",\"13\",0]");
  }

  @Test
  void anEventThatWantsAnAnswerIsAnswered() {
    connect();
    say("427[\"parked\"]");
    assertThat(receive()).containsExactly("437[]");

    say("42[\"shouting\"]");
    assertThat(receive()).singleElement().asString().startsWith("42[\"error\",\"bad-frame\"");
    assertThat(node.nodeMetrics.total(Counter.FRAMES_RECEIVED)).as("with the first").isEqualTo(3);
  }

  @Test
  void whoAsksWhetherTheConnectionLivesIsAnswered() {
    connect();
    say("42[\"alive\"]");
    assertThat(receive()).containsExactly("42[\"alive\"]");
  }

  @Test
  void nothingIsReadOfWhatIsSentAfterTooMuch() {
    connect();
    for (int i = 0; i < 20; i++) {
      say("42[\"parked\"]");
    }
    say("4nonsense"); // would end the session at once
    time.advance(MOMENT);

    assertThat(receive()).contains("41");
  }

  @Test
  void anEventThatIsTooLongEndsTheConnection() {
    connect();
    say(VIEWING);
    receive();
    say("42[\"" + "x".repeat(8_193) + "\"]");

    assertThat(receive()).contains("41");
    assertThat(viewers()).isZero();
  }

  @Test
  void anEventOfTheMostBytesIsLookedAt() {
    connect();
    say("42[\"" + "x".repeat(8_192 - 4) + "\"]");

    assertThat(receive()).singleElement().asString().startsWith("42[\"error\",\"bad-frame\"");
  }

  @Test
  void anAttachmentEndsTheConnection() {
    connect();
    say(VIEWING);
    receive();
    say("451-[\"viewing\",{\"_placeholder\":true,\"num\":0}]");
    say("bAAAA");
    receive();

    assertThat(viewers()).isZero();
    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
  }

  @Test
  void aClientThatDisconnectsEndsItsSession() {
    connect();
    say(VIEWING);
    say("41");

    assertThat(viewers()).isZero();
    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
  }

  @Test
  void aClientThatDoesNotComeBackIsLostAndKeepsItsGrace() {
    connect();
    say(VIEWING);
    engine.start();
    time.advance(Duration.ofMinutes(10).plusSeconds(1));

    assertThat(viewers()).isZero();
    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"parked\"]", "431[]"})
  void aFloodOfWhateverPacketsEndsTheConnection(String packet) {
    connect();
    for (int i = 1; i < 10; i++) { // to connect was the first
      say(packet);
    }
    List<String> waiting = receive();
    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isOne();
    assertThat(waiting).isEmpty();

    say(packet);
    time.advance(MOMENT);

    assertThat(waiting).contains("41");
    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
  }

  @Test
  void itsHeartbeatIsTheEngines() {
    connect();
    time.advance(Duration.ofMinutes(2));

    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isOne();
  }

  @Test
  void whoIsNotAdmittedIsRefused() {
    for (int i = 0; i < 5; i++) {
      new TestClient(node);
    }

    assertThat(ask("")).containsExactly("FULL");

    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isEqualTo(5);
    assertThat(node.nodeMetrics.total(Counter.HANDSHAKES_REFUSED)).isOne();
  }

  @Test
  void whoComesToANodeThatDrainsIsRefusedWithTheReason() {
    node.nodeMetrics.state().draining(true);

    assertThat(ask("")).containsExactly("GOING_AWAY");
  }

  @Test
  void whoIsSentAwayMayComeBack() {
    connect();
    node.drain.closeAll();
    time.advance(MOMENT);

    assertThat(ask("&sid=" + sid)).doesNotContain("41");
  }
}
