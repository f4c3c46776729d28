package onlookers.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client takes its leave. */
class CloseIT {
  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void byPollingTheOpenPollEndsWithANoop(int version) {
    EnginePolling session = TestHost.PATIENT.echo(version).open();
    CompletableFuture<Answer> parked = session.pollLater();
    assertThat(session.post("1").status()).isEqualTo(200);
    assertThat(parked.join().status()).isEqualTo(200);
    assertThat(parked.join().text()).isEqualTo(session.payload("6"));
    assertThat(session.poll().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aPollThatComesJustAfterItEndsWithANoopOnce(int version) {
    EnginePolling session = TestHost.PATIENT.echo(version).open();
    session.post("1");
    assertThat(session.poll().text()).isEqualTo(session.payload("6"));
    assertThat(session.poll().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void byWebSocketTheConnectionIsClosed(int version) {
    try (EngineSocket socket = TestHost.PATIENT.echo(version).connect()) {
      socket.send("1");
      socket.awaitEnd();
      assertThat(new EnginePolling(TestHost.PATIENT.echo(version), socket.sid()).isUnknown())
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void packetsThatOnlyAServerSendsEndTheSession(int version) {
    try (EngineSocket socket = TestHost.PATIENT.echo(version).connect()) {
      socket.send("0{}");
      socket.awaitEnd();
    }
  }
}
