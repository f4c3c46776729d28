package onlookers.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Engine.IO carries: Socket.IO packets, of clients 3 and 4 and of those before. */
class SocketIoIT {
  private static EngineSocket open(int version) {
    return TestHost.PATIENT.socketIo(version).connect();
  }

  /** Connected to the default namespace, and told {@code auth}. */
  private static EngineSocket connected(int version) {
    EngineSocket socket = open(version);
    if (version == 4) {
      socket.send("40");
    }
    socket.awaitText("42[\"auth\",{}]");
    return socket;
  }

  private static void assertAnswer(EngineSocket socket, String packet, String answer) {
    socket.send(packet);
    assertThat(socket.next()).isEqualTo(answer);
  }

  @Test
  void aClientAsksToConnectAndGetsAnIdOfItsOwn() {
    try (EngineSocket socket = open(4)) {
      socket.send("40");
      assertThat((String) socket.next())
          .matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20,}\"}")
          .doesNotContain(socket.sid());
      assertThat(socket.next()).isEqualTo("42[\"auth\",{}]");
    }
  }

  @Test
  void aClientMayBringAuthData() {
    try (EngineSocket socket = open(4)) {
      socket.send("40{\"token\":\"123\"}");
      assertThat((String) socket.next()).startsWith("40{\"sid\":");
      assertThat(socket.next()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
    }
  }

  @Test
  void anOldClientIsConnectedUnasked() {
    try (EngineSocket socket = open(3)) {
      assertThat(socket.next()).isEqualTo("40");
      assertThat(socket.next()).isEqualTo("42[\"auth\",{}]");
    }
  }

  @Test
  void anOldClientReceivesItInItsFirstPoll() {
    String handshake = TestHost.PATIENT.socketIo(3).get("transport=polling").text();
    assertThat(handshake).endsWith("2:4013:42[\"auth\",{}]");
  }

  @Test
  void whoDoesNotAskToConnectIsClosedHoweverItAnswersPings() {
    try (EngineSocket socket = TestHost.STRICT.socketIo(4).connect()) {
      long deadline = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      while (!socket.next().equals(EngineSocket.END)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        socket.send("3");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "4 40/random 44/random,{\"message\":\"Invalid`_`namespace\"}",
        "4 40/random, 44/random,{\"message\":\"Invalid`_`namespace\"}",
        "4 40/random?a=b,{\"c\":1} 44/random,{\"message\":\"Invalid`_`namespace\"}",
        "3 40/random 44/random,\"Invalid`_`namespace\"",
        "3 40/random?a=b 44/random,\"Invalid`_`namespace\""
      })
  void anUnknownNamespaceIsRefusedAndTheConnectionStays(int version, String packet, String answer) {
    try (EngineSocket socket = connected(version)) {
      assertAnswer(socket, packet, answer.replace("`_`", " "));
      assertAnswer(socket, "42[\"message\",1]", "42[\"message-back\",1]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void anEventIsAnsweredWithAllItsArguments(int version) {
    try (EngineSocket socket = connected(version)) {
      assertAnswer(
          socket,
          "42[\"message\",1,\"2\",{\"3\":[true]}]",
          "42[\"message-back\",1,\"2\",{\"3\":[true]}]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void anAcknowledgementHasTheIdThatWasAsked(int version) {
    try (EngineSocket socket = connected(version)) {
      assertAnswer(
          socket,
          "42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]",
          "43456[1,\"2\",{\"3\":[false]}]");
      assertAnswer(socket, "420[\"message-with-ack\"]", "430[]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "4abc",
        "47",
        "42{}",
        "42",
        "42[]",
        "42[\"message\"",
        "42[{}]",
        "42[null]",
        "42[\"connect\"]",
        "42[\"disconnect\"]",
        "42abc[\"message\"]",
        "42/random,[\"message\"]",
        "43{}",
      })
  void whatIsNoPacketClosesTheConnection(String packet) {
    for (int version : new int[] {3, 4}) {
      try (EngineSocket socket = connected(version)) {
        socket.send(packet);
        socket.awaitEnd();
      }
    }
  }

  @Test
  void anEventBeforeTheConnectClosesTheConnection() {
    try (EngineSocket socket = open(4)) {
      socket.send("42[\"message\",1]");
      socket.awaitEnd();
    }
  }

  @Test
  void aFaultByPollingEndsTheSession() {
    EnginePolling session = TestHost.PATIENT.socketIo(4).open();
    session.post("40");
    session.post("42{}");
    assertThat(session.isUnknown()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whoDisconnectsKeepsTheTransportAndReceivesNothingUntilItConnectsAgain(int version) {
    try (EngineSocket socket = connected(version)) {
      socket.send("41");
      socket.send("40");
      assertThat((String) socket.next()).startsWith("40");
      assertThat(socket.next()).isEqualTo("42[\"auth\",{}]");
    }
  }

  @Test
  void everythingIsWrittenInAsciiForOldClients() {
    try (EngineSocket socket = connected(3)) {
      assertAnswer(
          socket,
          "42[\"message\",\"Zoé \uD83D\uDE00\"]",
          "42[\"message-back\",\"Zo\\u00e9 \\ud83d\\ude00\"]");
    }
  }

  @Test
  void whatOldClientsEncodeTwiceByPollingIsUnderstood() {
    EnginePolling session = TestHost.PATIENT.socketIo(3).open();
    session.post(new String("42[\"message\",\"Zoé\"]".getBytes(UTF_8), ISO_8859_1));
    assertThat(session.poll().text())
        .endsWith(session.payload("42[\"message-back\",\"Zo\\u00e9\"]"));
  }

  @Test
  void byPollingTheAnswersComeTogether() {
    EnginePolling session = TestHost.PATIENT.socketIo(4).open();
    session.post("40", "42[\"message\",1]", "421[\"message-with-ack\",2]");
    String polled = session.poll().text();
    assertThat(polled.split("\u001e", -1))
        .hasSize(4)
        .endsWith("42[\"auth\",{}]", "42[\"message-back\",1]", "431[2]");
  }
}
