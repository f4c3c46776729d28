package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.Frame;
import onlookers.fixture.QuickPings;
import onlookers.fixture.Reader;
import onlookers.fixture.SocketIoClient;
import onlookers.fixture.SocketIoReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Every client of contract section 6, by every transport, unmodified, in Node.js. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
  private final Server server = new Server();

  @AfterAll
  void stop() {
    server.close();
  }

  private List<SocketIoReader> allViewing(String post) {
    return SocketIoClient.all().map(client -> server.viewing(client, post)).toList();
  }

  @ParameterizedTest
  @MethodSource("onlookers.fixture.SocketIoClient#all")
  void aReaderComesMovesAndLeaves(SocketIoClient client) {
    String post = Server.post();
    String next = post + "-next";
    SocketIoReader reader = server.viewing(client, post);
    try (Reader neighbour = server.watching(post, next);
        Jedis jedis = server.jedis()) {
      reader.awaitCounts(post, 1, 1);
      neighbour.awaitCounts(post, 1, 1);
      reader.awaitTransport();
      String session = reader.session();
      assertThat(jedis.get("session:" + session)).isEqualTo(post);
      Reader other = Reader.viewing(server.war(), post);
      reader.awaitCounts(post, 2, 2);
      other.close();
      reader.awaitCounts(post, 1, 2);
      assertThat(received(reader, "viewers")).containsExactly(1L, 2L, 1L);
      assertThat(received(reader, "views")).as("only when it changed").containsExactly(1L, 2L);
      reader.view(next);
      reader.awaitCounts(next, 1, 1);
      neighbour.awaitCounts(post, 0, 2);
      assertThat(jedis.get("session:" + session)).isEqualTo(next);
      reader.close();
      neighbour.awaitCounts(next, 0, 1);
      await().until(() -> !jedis.exists("session:" + session));
      assertThat(reader.received("connect")).hasSize(1);
      assertThat(reader.received("session")).hasSize(1);
    }
  }

  private static List<Object> received(SocketIoReader reader, String event) {
    return reader.received(event).stream().map(frame -> frame.words().get(2)).toList();
  }

  @ParameterizedTest
  @MethodSource("onlookers.fixture.SocketIoClient#all")
  void whatIsAskedIsAcknowledgedAndWhatIsWrongIsRefused(SocketIoClient client) {
    String post = Server.post();
    try (SocketIoReader reader = SocketIoReader.launch(client, server.base())) {
      reader.awaitConnects(1);
      reader.ask("[\"watching\",[\"" + post + "\",13]]");
      reader.awaitFrame(frame -> frame.is("ack"));
      reader.awaitCounts(post, 0, 0);
      reader.emit("[\"viewing\",\"no post, but Zoé €\"]");
      assertThat(reader.awaitFrame(frame -> frame.is("error")).words().get(1))
          .isEqualTo("bad-post");
      reader.emit("[\"viewing\",14]");
      reader.awaitFrame(frame -> frame.is("viewers") && frame.words().get(1).equals("14"));
      reader.emit("[\"parked\"]");
      reader.awaitCounts("14", 0, server.views("14"));
      assertThat(reader.received("disconnect")).isEmpty();
    }
  }

  @Test
  void aNativeReaderAndAllOfTheseSeeTheSameNumbers() {
    String post = Server.post();
    try (Reader own = Reader.viewing(server.war(), post)) {
      List<SocketIoReader> readers = allViewing(post);
      int all = readers.size() + 1;
      assertAllShow(readers, own, post, all, all);
      readers.forEach(SocketIoReader::awaitTransport);
      await("some heartbeats")
          .during(Duration.ofSeconds(4))
          .atMost(SocketIoReader.MAX_WAIT)
          .until(
              () -> readers.stream().allMatch(reader -> reader.received("disconnect").isEmpty()));
      assertAllShow(readers, own, post, all, all);
      List<SocketIoReader> leaving = readers.subList(0, readers.size() / 2);
      leaving.forEach(SocketIoReader::close);
      List<SocketIoReader> staying = readers.subList(leaving.size(), readers.size());
      assertAllShow(staying, own, post, staying.size() + 1, all);
      staying.forEach(SocketIoReader::close);
      own.awaitCounts(post, 1, all);
      server.invariant().awaitHolds(Duration.ofSeconds(8));
    }
  }

  private static void assertAllShow(
      List<SocketIoReader> readers, Reader own, String post, long viewers, long views) {
    readers.forEach(reader -> reader.awaitCounts(post, viewers, views));
    own.awaitCounts(post, viewers, views);
  }

  @Test
  void aRestartBringsThemBackByThemselves() {
    String post = Server.post();
    List<SocketIoReader> readers = allViewing(post);
    int all = readers.size();
    readers.forEach(reader -> reader.awaitCounts(post, all, all));
    server.restart();
    readers.forEach(reader -> reader.awaitConnects(2));
    await()
        .atMost(SocketIoReader.MAX_WAIT)
        .untilAsserted(
            () ->
                assertThat(readers)
                    .extracting(reader -> reader.shown(post))
                    .containsOnly(all + "/" + server.views(post)));
    assertThat(server.views(post)).isGreaterThanOrEqualTo(2L * all);
    for (SocketIoReader reader : readers) {
      assertThat(reader.received("session")).extracting(Frame::words).doesNotHaveDuplicates();
      reader.close();
    }
  }

  @Test
  void pagesThatDieLeaveNothing() {
    String post = Server.post();
    try (Reader neighbour = server.watching(post);
        Jedis jedis = server.jedis()) {
      List<SocketIoReader> readers = allViewing(post);
      neighbour.awaitViewers(post, readers.size(), SocketIoReader.MAX_WAIT);
      readers.forEach(SocketIoReader::awaitTransport);
      readers.forEach(SocketIoReader::kill);
      neighbour.awaitViewers(post, 0, QuickPings.FORGOTTEN);
      assertThat(jedis.exists("viewers:" + post)).isFalse();
      server.invariant().awaitHolds(Duration.ofSeconds(8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aPageThatIsAbandonedWhilePollingLeavesNothing(int version) {
    String post = Server.post();
    try (Reader neighbour = server.watching(post)) {
      EnginePolling abandoned = server.pollingAndViewing(version, post);
      neighbour.awaitCounts(post, 1, 1);
      neighbour.awaitViewers(post, 0, QuickPings.FORGOTTEN);
      assertThat(abandoned.isUnknown()).isTrue();
      server.invariant().awaitHolds(Duration.ofSeconds(8));
    }
  }
}
