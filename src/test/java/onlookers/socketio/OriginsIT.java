package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import onlookers.fixture.Engine;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whose pages may connect, and what their browsers are told (Fetch standard, CORS protocol). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginsIT {
  private static final String FRIEND = "https://blog.example:8443";
  private static final String STRANGER = "https://evil.example";
  private static final int FORBIDDEN = 4;

  private final Server server = new Server("--origins=" + FRIEND, "--socketio.ping.interval=60");
  private final Engine engine = server.engine(4);

  @AfterAll
  void stop() {
    server.close();
  }

  private static void assertShared(Answer answer) {
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
  }

  @Test
  void anAllowedPageMayReadItsAnswers() {
    Answer handshake = engine.get("transport=polling", "Origin", FRIEND);
    assertThat(handshake.status()).isEqualTo(200);
    assertShared(handshake);
    String query = "transport=polling&sid=" + handshake.sid();
    Answer posted = engine.send("POST", query, BodyPublishers.ofString("40"), "Origin", FRIEND);
    assertThat(posted.text()).isEqualTo("ok");
    assertShared(posted);
    Answer polled = engine.get(query, "Origin", FRIEND);
    assertThat(polled.status()).isEqualTo(200);
    assertShared(polled);
  }

  @Test
  void anAllowedPageMayReadItsErrors() {
    Answer answer = engine.get("transport=polling&sid=AAAAAAAAAAAAAAAAAAAA", "Origin", FRIEND);
    assertThat(answer.status()).isEqualTo(400);
    assertShared(answer);
    assertShared(engine.get("transport=none", "Origin", FRIEND));
  }

  @Test
  void anotherPageIsForbiddenToBeginASession() {
    Answer answer = engine.get("transport=polling", "Origin", STRANGER);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo(FORBIDDEN);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void anotherPageIsForbiddenToTakePartInOne() {
    EnginePolling session = engine.open();
    String query = "transport=polling&sid=" + session.sid();
    assertThat(engine.get(query, "Origin", STRANGER).status()).isEqualTo(403);
    assertThat(
            engine.send("POST", query, BodyPublishers.ofString("1"), "Origin", STRANGER).status())
        .isEqualTo(403);
    assertThat(session.post("40").text()).isEqualTo("ok");
  }

  @Test
  void aWebSocketOfAnotherPageIsForbidden() {
    for (String query : new String[] {"", "&sid=" + engine.open().sid()}) {
      try (RawClient raw =
          RawClient.connect(engine.socketAddress(query), Map.of("Origin", STRANGER))) {
        assertThat(raw.status()).isEqualTo(403);
      }
    }
  }

  @Test
  void aWebSocketOfAnAllowedPageIsLetInWithoutExtensions() {
    Map<String, String> headers =
        Map.of("Origin", FRIEND, "Sec-WebSocket-Extensions", "permessage-deflate");
    try (RawClient raw = RawClient.connect(engine.socketAddress(""), headers)) {
      assertThat(raw.status()).isEqualTo(101);
      assertThat(raw.answer()).doesNotContainKey("Sec-WebSocket-Extensions");
    }
  }

  @Test
  void aPreflightIsAnsweredForAllowedPagesAndIsNoPoll() {
    EnginePolling session = engine.open();
    Answer answer = preflight(session, FRIEND);
    assertThat(answer.status()).isEqualTo(204);
    assertShared(answer);
    assertThat(answer.header("Access-Control-Allow-Methods").replace(" ", ""))
        .isEqualTo("GET,POST,OPTIONS");
    assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("content-type,x-own");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
    assertThat(preflight(session, STRANGER).header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(session.post("40").text()).isEqualTo("ok");
    assertThat(session.poll().text()).startsWith("40{\"sid\"");
  }

  private Answer preflight(EnginePolling session, String origin) {
    return engine.send(
        "OPTIONS",
        "transport=polling&sid=" + session.sid(),
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "content-type,x-own");
  }

  @Test
  void theBareHostThatOldClientsOfNodeSendIsNoOriginOfABrowser() {
    String host = server.base().getAuthority();
    assertThat(socketStatus(host)).isEqualTo(101);
    assertThat(socketStatus("http://" + host)).isEqualTo(403);
    assertThat(socketStatus("127.0.0.1")).isEqualTo(403);
  }

  private int socketStatus(String origin) {
    try (RawClient raw = RawClient.connect(engine.socketAddress(""), Map.of("Origin", origin))) {
      return raw.status();
    }
  }

  @Test
  void aRequestWithoutAnOriginIsNoBrowserAndIsLetIn() {
    Answer answer = engine.get("transport=polling");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
  }
}
