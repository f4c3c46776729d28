package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onlookers.fixture.Engine;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.QuickPings;
import onlookers.fixture.RawClient;
import onlookers.fixture.Tickets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The limits and the tickets of the native wire hold here, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionIT {
  private static final String SECRET = "secret-of-the-socket-io-tests";

  private final Server server =
      new Server(
          "--limit.sessions=6", "--limit.sessions.per.address=2", "--ticket.secret=" + SECRET);
  private final Engine engine = server.engine(4);

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer handshake(String address) {
    return engine.get("transport=polling", "X-Forwarded-For", address);
  }

  private EnginePolling awaitPlace(String address) {
    Answer answer =
        await()
            .atMost(QuickPings.FORGOTTEN)
            .until(() -> handshake(address), found -> found.status() == 200);
    return new EnginePolling(engine, answer.sid());
  }

  @Test
  void aPollingSessionHasThePlaceOfItsAddressUntilItEnds() {
    EnginePolling first = awaitPlace("192.0.2.1");
    EnginePolling second = awaitPlace("192.0.2.1");
    Answer third = handshake("192.0.2.1");
    assertThat(third.status()).isEqualTo(503);
    assertThat(third.text()).startsWith("{\"code\":");
    EnginePolling elsewhere = awaitPlace("192.0.2.2");
    first.post("1");
    awaitPlace("192.0.2.1").post("1");
    Stream.of(second, elsewhere).forEach(session -> session.post("1"));
  }

  @Test
  void anAbandonedSessionGivesItsPlaceBack() {
    awaitPlace("192.0.2.3");
    awaitPlace("192.0.2.3");
    assertThat(handshake("192.0.2.3").status()).isEqualTo(503);
    awaitPlace("192.0.2.3").post("1");
  }

  @Test
  void anUpgradeTakesNoSecondPlace() {
    EnginePolling first = awaitPlace("192.0.2.4");
    EnginePolling second = awaitPlace("192.0.2.4");
    try (Talker talker = Talker.upgrading(first)) {
      assertThat(talker.session).isNotEmpty();
      second.post("1");
    }
  }

  @Test
  void aWebSocketBeyondTheLimitIsClosedWith1013() {
    List<EnginePolling> sessions =
        Stream.of("192.0.2.5", "192.0.2.5").map(this::awaitPlace).toList();
    try (RawClient raw =
        RawClient.connect(engine.socketAddress(""), Map.of("X-Forwarded-For", "192.0.2.5"))) {
      assertThat(raw.status()).isEqualTo(101);
      assertThat(raw.readClose()).isEqualTo(1013);
    }
    sessions.forEach(session -> session.post("1"));
  }

  @Test
  void aFullNodeAnswers503() {
    List<EnginePolling> sessions =
        Stream.of("192.0.2.6", "192.0.2.7", "192.0.2.8", "192.0.2.9", "192.0.2.10", "192.0.2.11")
            .map(this::awaitPlace)
            .toList();
    assertThat(handshake("192.0.2.12").status()).isEqualTo(503);
    sessions.forEach(session -> session.post("1"));
    awaitPlace("192.0.2.12").post("1");
  }

  @Test
  void withoutItsTicketNoPostIsViewedAndTheThirdRefusalEndsTheConnection() {
    EnginePolling place = awaitPlace("192.0.2.13");
    place.post("1");
    try (Talker talker = Talker.connect(server, 4)) {
      String ticket = Tickets.of(SECRET, "13");
      talker.socket.send("42[\"viewing\",13]");
      talker.awaitPacket("42\\[\"error\",\"bad-ticket\",\".*\"]");
      talker.socket.send("42[\"viewing\",13,{\"ticket\":\"" + ticket + "\"}]");
      talker.awaitPacket("42\\[\"viewers\",\"13\",1]");
      talker.socket.send("42[\"viewing\",\"14\",{\"ticket\":\"" + ticket + "\"}]");
      talker.awaitPacket("42\\[\"error\",\"bad-ticket\",\".*\"]");
      talker.socket.send("42[\"viewing\",\"14\"]");
      talker.socket.awaitEnd();
      assertThat(server.views("13")).isEqualTo(1);
      assertThat(server.views("14")).isZero();
      assertThat(server.log()).doesNotContain(ticket);
    }
  }
}
