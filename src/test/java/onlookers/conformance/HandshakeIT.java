package onlookers.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import onlookers.fixture.Engine;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an Engine.IO session begins, and what does not begin one. */
class HandshakeIT {
  private static final int TRANSPORT_UNKNOWN = 0;
  private static final int SESSION_UNKNOWN = 1;
  private static final int BAD_METHOD = 2;
  private static final int BAD_VERSION = 5;

  private static void assertHandshake(String packet, String upgrades) {
    assertThat(packet).startsWith("0{");
    JsonObject open;
    try (var reader = JsonProvider.provider().createReader(new StringReader(packet.substring(1)))) {
      open = reader.readObject();
    }
    assertThat(open.keySet())
        .containsExactlyInAnyOrder("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
    assertThat(open.getString("sid")).hasSizeGreaterThanOrEqualTo(20).matches("[A-Za-z0-9_-]+");
    assertThat(open.getJsonArray("upgrades")).hasToString(upgrades);
    assertThat(open.getInt("pingInterval")).isEqualTo(TestHost.PING_INTERVAL.toMillis());
    assertThat(open.getInt("pingTimeout")).isEqualTo(TestHost.PING_TIMEOUT.toMillis());
    assertThat(open.getInt("maxPayload")).isEqualTo(TestHost.MAX_PAYLOAD);
  }

  private static void assertRefused(Answer answer, int code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
  }

  @Test
  void byPollingTheFirstPacketOpensTheSessionAndOffersTheWebSocket() {
    Answer four = TestHost.STRICT.echo(4).get("transport=polling");
    assertThat(four.status()).isEqualTo(200);
    assertThat(four.header("Content-Type")).startsWith("text/plain");
    assertThat(four.header("Cache-Control")).contains("no-store");
    assertHandshake(four.text(), "[\"websocket\"]");
  }

  @Test
  void theThirdVersionWritesTheLengthBefore() {
    Answer three = TestHost.STRICT.echo(3).get("transport=polling");
    String[] parts = three.text().split(":", 2);
    assertThat(parts[0]).isEqualTo(Integer.toString(parts[1].length()));
    assertHandshake(parts[1], "[\"websocket\"]");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void byWebSocketNoUpgradeIsOffered(int version) {
    try (EngineSocket socket = EngineSocket.open(TestHost.STRICT.echo(version).socketAddress(""))) {
      assertHandshake((String) socket.next(), "[]");
    }
  }

  @Test
  void everySessionHasAnIdOfItsOwn() {
    Engine engine = TestHost.STRICT.echo(4);
    assertThat(engine.open().sid()).isNotEqualTo(engine.open().sid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EIO=&", "EIO=abc&", "EIO=2&", "EIO=5&", "EIO=44&"})
  void anotherVersionIsRefusedByPolling(String version) {
    assertRefused(
        TestHost.STRICT.echo(4).getBare("?" + version + "transport=polling"), BAD_VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EIO=abc&", "EIO=2&"})
  void anotherVersionIsClosedByWebSocket(String version) {
    URI address = TestHost.STRICT.echo(4).endpoint().resolve("?" + version + "transport=websocket");
    EngineSocket.open(URI.create(address.toString().replaceFirst("^http", "ws"))).awaitEnd();
  }

  @ParameterizedTest
  @CsvSource({"3,''", "3,transport=abc", "3,transport=constructor", "4,''", "4,transport=abc"})
  void anUnknownTransportIsRefused(int version, String transport) {
    assertRefused(TestHost.STRICT.echo(version).get(transport), TRANSPORT_UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aWebSocketForAnotherTransportIsClosed(int version) {
    for (String query : new String[] {"", "&transport=abc"}) {
      URI address = TestHost.STRICT.echo(version).endpoint().resolve("?EIO=" + version + query);
      EngineSocket.open(URI.create(address.toString().replaceFirst("^http", "ws"))).awaitEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aPlainRequestThatSaysItIsAWebSocketIsRefused(int version) {
    assertThat(TestHost.STRICT.echo(version).get("transport=websocket").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"3,POST", "3,PUT", "4,POST", "4,PUT", "4,DELETE", "4,PATCH", "4,HEAD"})
  void onlyAGetOpensASession(int version, String method) {
    Answer answer =
        TestHost.STRICT.echo(version).send(method, "transport=polling", BodyPublishers.noBody());
    assertThat(answer.status()).isEqualTo(400);
    if (!method.equals("HEAD")) {
      assertThat(answer.code()).isEqualTo(BAD_METHOD);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aSessionThatNeverWasIsUnknown(int version) {
    EnginePolling nobody = new EnginePolling(TestHost.STRICT.echo(version), "AAAAAAAAAAAAAAAAAAAA");
    assertRefused(nobody.poll(), SESSION_UNKNOWN);
    assertRefused(nobody.post("4hello"), SESSION_UNKNOWN);
    nobody.upgrade().awaitEnd();
  }

  @Test
  void aSessionOfOneVersionIsNotToBeHadByTheOther() {
    EnginePolling four = TestHost.STRICT.echo(4).open();
    EnginePolling asThree = new EnginePolling(TestHost.STRICT.echo(3), four.sid());
    assertThat(asThree.poll().status()).isEqualTo(400);
    asThree.upgrade().awaitEnd();
  }

  @Test
  void methodsThatAreNoneOfPollingAreRefusedWithASessionToo() {
    EnginePolling session = TestHost.STRICT.echo(4).open();
    String query = "transport=polling&sid=" + session.sid();
    for (String method : new String[] {"PUT", "DELETE"}) {
      assertThat(
              session.engine().send(method, query, BodyPublishers.ofString("4x", UTF_8)).status())
          .isEqualTo(400);
    }
  }

  @Test
  void jsonpIsRefusedWithAReason() {
    Answer answer = TestHost.STRICT.echo(3).get("transport=polling&j=0");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).containsIgnoringCase("jsonp");
  }
}
