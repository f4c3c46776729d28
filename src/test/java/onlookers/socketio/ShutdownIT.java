package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.Jmx;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The end of a server, by a shutdown and by draining: told by both transports. */
class ShutdownIT {
  private static final int RESTART = 1012;

  private final Server server = new Server("--socketio.ping.interval=60");
  private final String post = Server.post();
  private final EnginePolling polling = server.engine(4).open();
  private final RawClient socket = RawClient.connect(server.engine(3).socketAddress(""));

  @AfterEach
  void close() {
    socket.close();
    server.close();
  }

  /** Each views a post of its own; the poll that waits is answered by the end. */
  private CompletableFuture<Answer> view() {
    polling.post("40", viewing(post));
    socket.text(viewing(post + "-2"));
    try (Reader neighbour = server.watching(post, post + "-2")) {
      neighbour.awaitCounts(post, 1, 1);
      neighbour.awaitCounts(post + "-2", 1, 1);
    }
    StringBuilder received = new StringBuilder();
    while (!received.toString().contains("42[\"views\",\"" + post + "\",1]")) {
      received.append(polling.poll().text());
    }
    return polling.pollLater();
  }

  private static String viewing(String post) {
    return "42[\"viewing\",\"" + post + "\"]";
  }

  @Test
  void aShutdownEndsBothTransportsAndTheirSessions() {
    CompletableFuture<Answer> parked = view();
    server.war().stop();
    assertThat(socket.readClose()).isEqualTo(RESTART);
    assertThat(parked.join().text()).isEqualTo("1");
    try (Jedis jedis = server.jedis()) {
      assertThat(jedis.keys("session:*")).isEmpty();
      assertThat(jedis.exists("viewers", "viewers:" + post, "viewers:" + post + "-2")).isZero();
    }
    server.invariant().assertHolds();
  }

  @Test
  void aNodeThatDrainsSendsItsClientsElsewhereAndTakesNoOthers() {
    CompletableFuture<Answer> parked = view();
    try (Jmx jmx = server.war().jmx()) {
      jmx.call("drain", 1);
    }
    assertThat(socket.readClose()).isEqualTo(RESTART);
    assertThat(parked.join().text()).isEqualTo("1");
    await().until(polling::isUnknown);
    assertThat(server.engine(4).get("transport=polling").status()).isEqualTo(503);
    try (RawClient late = RawClient.connect(server.engine(4).socketAddress(""))) {
      assertThat(late.readClose()).isEqualTo(RESTART);
    }
  }
}
