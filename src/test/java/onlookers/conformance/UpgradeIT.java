package onlookers.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From polling to WebSocket, in both versions: nothing is lost, nothing comes twice. */
class UpgradeIT {
  private static EnginePolling open(int version) {
    return TestHost.PATIENT.echo(version).open();
  }

  private static EngineSocket upgraded(EnginePolling session) {
    EngineSocket socket = session.probe();
    socket.send("5");
    return socket;
  }

  private static void assertEcho(EngineSocket socket, String packet) {
    socket.send(packet);
    assertThat(socket.next()).isEqualTo(packet);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void afterTheProbeAPollEndsWithANoopAndTheSocketTakesOver(int version) {
    EnginePolling session = open(version);
    try (EngineSocket socket = session.probe()) {
      assertThat(session.poll().text()).isEqualTo(session.payload("6"));
      socket.send("5");
      assertEcho(socket, "4hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void theProbeEndsAPollThatIsOpen(int version) {
    EnginePolling session = open(version);
    CompletableFuture<Answer> parked = session.pollLater();
    try (EngineSocket socket = session.probe()) {
      assertThat(parked.join().text()).isEqualTo(session.payload("6"));
      socket.send("5");
      assertEcho(socket, "4hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whatWaitsIsSentOnceAndInOrder(int version) {
    EnginePolling session = open(version);
    session.post("4first", "4second");
    try (EngineSocket socket = session.probe()) {
      session.post("4third");
      socket.send("5");
      for (String packet : new String[] {"4first", "4second", "4third"}) {
        assertThat(socket.next()).isEqualTo(packet);
      }
      assertEcho(socket, "4fourth");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whileItIsProbedPollingGoesOn(int version) {
    EnginePolling session = open(version);
    try (EngineSocket socket = session.probe()) {
      session.post("4hello");
      assertThat(session.poll().text()).isEqualTo(session.payload("4hello"));
      socket.send("5");
      assertEcho(socket, "4after");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void afterwardsPollsAndPostsAreRefusedAndTheSocketGoesOn(int version) {
    EnginePolling session = open(version);
    try (EngineSocket socket = upgraded(session)) {
      assertEcho(socket, "4upgraded");
      assertThat(session.poll().status()).isEqualTo(400);
      assertThat(session.post("4hello").status()).isEqualTo(400);
      assertEcho(socket, "4hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void afterwardsASecondSocketIsClosedAndTheFirstGoesOn(int version) {
    EnginePolling session = open(version);
    try (EngineSocket socket = upgraded(session)) {
      assertEcho(socket, "4upgraded");
      session.upgrade().awaitEnd();
      assertEcho(socket, "4hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void beforehandASecondSocketIsClosedAndTheFirstGoesOn(int version) {
    EnginePolling session = open(version);
    try (EngineSocket socket = session.probe()) {
      session.upgrade().awaitEnd();
      socket.send("5");
      assertEcho(socket, "4hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aSessionThatBeganByWebSocketIsNotToBeHadByAnotherOne(int version) {
    try (EngineSocket socket = TestHost.PATIENT.echo(version).connect()) {
      EnginePolling stolen = new EnginePolling(TestHost.PATIENT.echo(version), socket.sid());
      assertThat(stolen.poll().status()).isEqualTo(400);
      assertThat(stolen.post("4hello").status()).isEqualTo(400);
      stolen.upgrade().awaitEnd();
      assertEcho(socket, "4mine");
    }
  }

  @ParameterizedTest
  @CsvSource({"3,4hello", "4,4hello", "3,5", "4,5", "3,2", "4,2", "3,abc", "4,abc"})
  void aProbeThatSaysSomethingElseIsDroppedAndPollingGoesOn(int version, String packet) {
    EnginePolling session = open(version);
    try (EngineSocket socket = session.upgrade()) {
      socket.send(packet);
      socket.awaitEnd();
    }
    session.post("4hello");
    assertThat(session.poll().text()).isEqualTo(session.payload("4hello"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aProbeThatIsLostCanBeTriedAgain(int version) {
    EnginePolling session = open(version);
    session.probe().close();
    try (EngineSocket socket = session.probeWhenFree()) {
      socket.send("5");
      assertEcho(socket, "4hello");
    }
  }
}
