package onlookers.conformance;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import onlookers.fixture.Engine;
import onlookers.fixture.HostProcess;

/**
 * The {@link Host}, twice, for all tests of the protocols. Started by the first that asks, ended
 * with the JVM of the tests.
 */
final class TestHost {
  /** {@code pingInterval} of {@link #STRICT}. */
  static final Duration PING_INTERVAL = Duration.ofMillis(300);

  /** {@code pingTimeout} of {@link #STRICT}. */
  static final Duration PING_TIMEOUT = Duration.ofMillis(200);

  /** {@code maxPayload} of both, in bytes. */
  static final int MAX_PAYLOAD = 1_000_000;

  /** As the public suites want it: who is silent for half a second is gone. */
  static final TestHost STRICT = new TestHost();

  /** Waits long for a sign of life and for a client to connect: for tests of something else. */
  static final TestHost PATIENT = new TestHost("25000", "20000", "45000");

  private final URI base;

  /**
   * Another one, of the class that asks.
   *
   * @param times what {@link Host#main} takes, but for the port
   */
  TestHost(String... times) {
    base = HostProcess.start(Host.class.getName(), times);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(UncheckedIOException.class)
        .until(() -> echo(4).get("transport=polling").status() == 200);
  }

  /** Where it listens. */
  URI base() {
    return base;
  }

  /** Engine.IO that answers every message with the same. */
  Engine echo(int version) {
    return new Engine(base.resolve("engine.io/"), version);
  }

  /** Socket.IO with {@code auth}, {@code message} and {@code message-with-ack}. */
  Engine socketIo(int version) {
    return new Engine(base.resolve("socket.io/"), version);
  }
}
