package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.Jmx;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;

/** Many pages wait in polls, and none of them holds a thread. */
class ParkedPollsIT {
  private static final int POLLS = 500;

  /**
   * What a thread is in as long as a request has it. Counting threads would show less: the engine's
   * pool grows with what comes at one time, up to its own bound, and keeps them for a minute.
   */
  private static final String REQUEST = "org.apache.coyote.http11.Http11Processor";

  /** The pools of the server have bounds; together they are far below this. */
  private static final int SPARE_THREADS = POLLS / 2;

  @Test
  void fiveHundredPollsThatWaitHoldNoThreads() {
    String post = Server.post();
    try (Server server = new Server("--socketio.ping.interval=60");
        Jmx jmx = server.war().jmx()) {
      int before = jmx.threadNames().length;
      List<EnginePolling> sessions =
          IntStream.range(0, POLLS).mapToObj(i -> viewing(server, post)).toList();
      sessions.forEach(session -> hearOfAll(session, post));
      List<CompletableFuture<Answer>> parked =
          sessions.stream().map(EnginePolling::pollLater).toList();
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(8))
          .until(() -> jmx.threadsIn(REQUEST).isEmpty());
      assertThat(parked).noneMatch(CompletableFuture::isDone);
      assertThat(jmx.threadNames()).hasSizeLessThan(before + SPARE_THREADS);
      Reader.viewing(server.war(), post).close();
      String news = "42[\"viewers\",\"" + post + "\",";
      parked.forEach(poll -> assertThat(poll.join().text()).contains(news));
    }
  }

  /** Polls until there is no more to say. */
  private static void hearOfAll(EnginePolling session, String post) {
    StringBuilder received = new StringBuilder();
    while (!received.toString().contains("[\"viewers\",\"" + post + "\"," + POLLS + "]")
        || !received.toString().contains("[\"views\",\"" + post + "\"," + POLLS + "]")) {
      Answer answer = session.poll();
      assertThat(answer.status()).isEqualTo(200);
      received.append(answer.text());
    }
  }

  private static EnginePolling viewing(Server server, String post) {
    EnginePolling session = server.engine(4).open();
    session.post("40", "42[\"viewing\",\"" + post + "\"]");
    return session;
  }
}
