package onlookers.conformance;

import static onlookers.conformance.TestHost.PING_INTERVAL;
import static onlookers.conformance.TestHost.PING_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs of life: the server pings in the fourth version, the client in the third. */
class HeartbeatIT {
  /** Who means to answer may be kept waiting by the machine: longer than the strict timeout. */
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(4);

  /** Pings as often as the strict one, and waits longer for an answer. */
  private static final TestHost LENIENT =
      new TestHost(Long.toString(PING_INTERVAL.toMillis()), Long.toString(LONG_TIMEOUT.toMillis()));

  private static final Duration DEADLINE = PING_INTERVAL.plus(PING_TIMEOUT);

  /** A little less than the deadline, because our clock began later than the server's. */
  private static final Duration AT_LEAST = DEADLINE.minusMillis(150);

  private static final Duration AT_MOST = Duration.ofSeconds(3);

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void theServerPingsByPolling() {
    EnginePolling session = LENIENT.echo(4).open();
    for (int i = 0; i < 3; i++) {
      assertThat(session.poll().text()).isEqualTo("2");
      assertThat(session.post("3").text()).isEqualTo("ok");
    }
  }

  @Test
  void theServerPingsByWebSocket() {
    try (EngineSocket socket = LENIENT.echo(4).connect()) {
      long start = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        assertThat(socket.next()).isEqualTo("2");
        socket.send("3");
      }
      assertThat(since(start)).isBetween(PING_INTERVAL.multipliedBy(2), AT_MOST);
    }
  }

  @Test
  void theClientPingsByPolling() {
    EnginePolling session = TestHost.PATIENT.echo(3).open();
    for (int i = 0; i < 3; i++) {
      assertThat(session.post("2").text()).isEqualTo("ok");
      assertThat(session.poll().text()).isEqualTo("1:3");
    }
    session.post("2data");
    assertThat(session.poll().text()).isEqualTo("5:3data");
  }

  @Test
  void theClientPingsByWebSocket() {
    try (EngineSocket socket = TestHost.PATIENT.echo(3).connect()) {
      for (int i = 0; i < 3; i++) {
        socket.send("2");
        assertThat(socket.next()).isEqualTo("3");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whoAnswersGoesOnLongerThanTheDeadline(int version) {
    try (EngineSocket socket = LENIENT.echo(version).connect()) {
      long start = System.nanoTime();
      while (since(start).compareTo(PING_INTERVAL.plus(LONG_TIMEOUT).multipliedBy(2)) < 0) {
        if (version == 4) {
          assertThat(socket.next()).isEqualTo("2");
          socket.send("3");
        } else {
          pass(PING_INTERVAL);
          socket.send("2");
          assertThat(socket.next()).isEqualTo("3");
        }
      }
    }
  }

  /** Lets time pass, which is what these tests are about. */
  private static void pass(Duration time) {
    await().pollDelay(time).until(() -> true);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aSilentClientIsClosedByWebSocket(int version) {
    try (EngineSocket socket = TestHost.STRICT.echo(version).connect()) {
      long start = System.nanoTime();
      socket.awaitEnd();
      assertThat(since(start)).isBetween(AT_LEAST, AT_MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aClientThatOnlyPollsIsSilentToo(int version) {
    EnginePolling session = TestHost.STRICT.echo(version).open();
    long start = System.nanoTime();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(AT_MOST)
        .until(() -> session.poll().status() == 400);
    assertThat(since(start)).isGreaterThan(AT_LEAST);
    assertThat(session.isUnknown()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aClientThatDoesNothingIsForgotten(int version) {
    EnginePolling session = TestHost.STRICT.echo(version).open();
    pass(DEADLINE);
    assertThat(session.poll().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aHeartbeatInTheWrongDirectionEndsTheSession(int version) {
    String wrong = version == 3 ? "3" : "2";
    try (EngineSocket socket = TestHost.PATIENT.echo(version).connect()) {
      socket.send(wrong);
      socket.awaitEnd();
    }
    EnginePolling session = TestHost.PATIENT.echo(version).open();
    session.post(wrong);
    assertThat(session.isUnknown()).isTrue();
  }
}
