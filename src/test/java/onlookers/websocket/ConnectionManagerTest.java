package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import org.junit.jupiter.api.Test;

/** Who is let in, how a connection ends, and what becomes of its session. */
class ConnectionManagerTest {
  private static final String RESTART = "1012 the server is going away: reconnect";
  private static final Post POST = new Post("13");

  private final ManualScheduler time = new ManualScheduler();
  private final InMemoryNode node =
      new InMemoryNode(time, Map.of("limit.sessions", "3", "limit.sessions.per.address", "2"));

  private TestClient viewer(String address, String post) {
    TestClient client = new TestClient(node, address);
    client.views(post);
    return client;
  }

  private long viewers() {
    return node.redis.counts(POST).viewers();
  }

  private long total(Counter counter) {
    return node.nodeMetrics.total(counter);
  }

  private static long closed(List<TestClient> clients) {
    return clients.stream().filter(client -> !client.closes.isEmpty()).count();
  }

  private void assertSockets(long open, long openedEver) {
    assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isEqualTo(open);
    assertThat(total(Counter.SESSIONS_OPENED)).isEqualTo(openedEver);
    assertThat(total(Counter.SESSIONS_CLOSED)).isEqualTo(openedEver - open);
  }

  @Test
  void beyondALimitAClientIsClosedWith1013AndNotCounted() {
    viewer("a", "13");
    viewer("a", "13");
    TestClient thirdOfOne = new TestClient(node, "a");
    TestClient another = viewer("b", "13");
    TestClient fourthOfAll = new TestClient(node, "c");
    time.runDue();

    for (TestClient refused : List.of(thirdOfOne, fourthOfAll)) {
      assertThat(refused.closes).containsExactly("1013 full: try again later");
      assertThat(refused.frames).isEmpty();
      refused.views("13");
      refused.ends(true);
    }
    assertThat(another.closes).isEmpty();
    assertThat(viewers()).isEqualTo(3);
    assertThat(total(Counter.HANDSHAKES_REFUSED)).isEqualTo(2);
    assertSockets(3, 3);

    another.ends(true);
    assertThat(viewer("c", "13").closes).isEmpty();
    assertSockets(3, 4);
  }

  @Test
  void aCloseFrameEndsTheSessionAtOnceAndALostSocketLeavesItTheGrace() {
    TestClient polite = viewer("a", "13");
    TestClient lost = viewer("b", "13");

    polite.ends(true);
    assertThat(viewers()).isOne();
    lost.ends(false);
    assertThat(viewers()).isOne();
    assertSockets(0, 2);
    time.advance(Duration.ofMillis(50));

    assertThat(viewers()).isZero();
    assertThat(polite.closes).isEmpty();
  }

  @Test
  void aConnectionEndsOnce() {
    TestClient client = viewer("a", "13");
    client.ends(false);
    client.ends(true);
    node.connections.close(client.clientContext.connection(), CloseStatus.RESTART);
    node.connections.drop(client.clientContext.connection(), CloseStatus.RESTART);
    node.connections.superseded(client.clientContext.connection());
    time.runDue();

    assertThat(viewers()).as("its grace").isOne();
    assertThat(client.closes).isEmpty();
    assertSockets(0, 1);
  }

  @Test
  void nobodySpeaksToAClientThatHasGone() {
    TestClient client = viewer("a", "13");
    time.advance(Duration.ofMillis(100));
    client.ends(true);
    int before = client.frames.size();

    node.presence.away();
    viewer("b", "13");
    time.advance(Duration.ofMillis(100));

    assertThat(client.frames).hasSize(before);
  }

  @Test
  void ofAClientThatHasGoneNothingIsKept() {
    TestClient polite = viewer("a", "13");
    TestClient lost = viewer("b", "13");
    TestClient closed = viewer("c", "14");
    polite.says("[\"watching\",[\"15\",\"16\"]]");
    assertThat(node.rooms.isEmpty()).isFalse();

    polite.ends(true);
    lost.ends(false);
    assertThat(node.rooms.isEmpty()).isFalse();
    node.connections.close(closed.clientContext.connection(), CloseStatus.RESTART);

    assertThat(node.rooms.isEmpty()).isTrue();
    assertThat(node.connections.snapshot()).isEmpty();
  }

  @Test
  void nothingMoreIsSentOnATransportThatHasEnded() {
    TestClient client = viewer("a", "13");
    time.advance(Duration.ofMillis(100));
    client.stopsReading();
    client.says("[\"shouting\"]"); // is on its way
    client.says("[\"shouting\"]"); // waits
    int before = client.frames.size();

    client.ends(false);
    client.readsOn();

    assertThat(client.frames).hasSize(before);
  }

  @Test
  void theSocketsThatViewAPostAreSentAwayAndNoOthers() {
    TestClient viewing = viewer("a", "13");
    TestClient elsewhere = viewer("b", "14");
    TestClient watching = new TestClient(node, "c");
    watching.says("[\"watching\",[\"13\"]]");

    assertThat(node.connections.disconnect(POST)).isOne();
    time.runDue();

    assertThat(viewing.closes).containsExactly(RESTART);
    assertThat(elsewhere.closes).isEmpty();
    assertThat(watching.closes).isEmpty();
    assertThat(viewers()).isZero();
    assertSockets(2, 3);
    assertThat(node.connections.disconnect(POST)).isZero();
  }

  @Test
  void aDrainSendsEveryoneAwayOverItsTimeAndLetsNobodyIn() {
    List<TestClient> clients = List.of(viewer("a", "13"), viewer("b", "13"), viewer("c", "13"));

    assertThat(node.drain.begin(30)).isEqualTo(3);
    assertThat(node.nodeMetrics.state().draining()).isTrue();
    TestClient late = new TestClient(node, "d");
    time.runDue();
    assertThat(late.closes).containsExactly(RESTART);
    assertThat(late.frames).isEmpty();
    assertThat(total(Counter.HANDSHAKES_REFUSED)).isOne();

    assertThat(closed(clients)).isOne();
    time.advance(Duration.ofMillis(9_999));
    assertThat(closed(clients)).isOne();
    time.advance(Duration.ofMillis(1));
    assertThat(closed(clients)).isEqualTo(2);
    time.advance(Duration.ofSeconds(10));
    assertThat(closed(clients)).isEqualTo(3);
    assertThat(clients).allMatch(client -> client.closes.equals(List.of(RESTART)));
    assertSockets(0, 3);
  }

  @Test
  void whoIsLetInWhileADrainBeginsIsSentAwayAsWell() {
    DrainingTransport late = new DrainingTransport();
    node.acceptor.welcome(late, new NativeCodec(), "a");
    time.runDue();

    assertThat(late.closes).containsExactly(CloseStatus.RESTART);
    assertThat(node.connections.snapshot()).isEmpty();
    assertThat(node.rooms.isEmpty()).isTrue();
    assertSockets(0, 1);
  }

  /**
   * The drain looks who is here between the look whether there is one and the end of the arrival.
   */
  private final class DrainingTransport implements Transport {
    private final List<CloseStatus> closes = new ArrayList<>();

    @Override
    public boolean send(Frame frame, Consumer<Boolean> done) {
      assertThat(node.drain.begin(0)).isZero();
      return true;
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseStatus closeStatus) {
      closes.add(closeStatus);
    }
  }

  @Test
  void aDrainedSessionOutlivesItsSocketByTheGrace() {
    TestClient client = viewer("a", "13");
    node.drain.begin(0);
    time.runDue();

    assertThat(client.closes).containsExactly(RESTART);
    assertThat(viewers()).isOne();
    time.advance(Duration.ofMillis(50));
    assertThat(viewers()).isZero();
    assertThat(node.drain.begin(10)).isZero();
  }

  @Test
  void theEndOfTheServerEndsEverySessionAtOnce() {
    List<TestClient> clients = List.of(viewer("a", "13"), viewer("b", "13"));

    node.drain.closeAll();
    assertThat(viewers()).isZero();
    time.runDue();

    assertThat(clients).allMatch(client -> client.closes.equals(List.of(RESTART)));
    assertThat(node.nodeMetrics.state().draining()).isTrue();
  }

  @Test
  void atTheEndOfTheServerNobodyIsToldThatOthersLeave() {
    List<TestClient> clients = List.of(viewer("a", "13"), viewer("b", "13"));
    time.advance(Duration.ofMillis(100));
    List<List<String>> before = clients.stream().map(client -> List.copyOf(client.frames)).toList();
    clients.forEach(client -> client.ending = () -> time.advance(Duration.ofMillis(100)));

    node.drain.closeAll();
    time.runDue();

    assertThat(clients).extracting(client -> client.frames).isEqualTo(before);
    assertThat(clients).allMatch(client -> client.closes.equals(List.of(RESTART)));
  }

  @Test
  void whoIsSupersededIsClosedAndItsSessionGoesOn() {
    TestClient old = viewer("a", "13");
    TestClient again = new TestClient(node, "b");
    again.says("[\"viewing\",\"13\",{\"session\":\"" + old.session() + "\"}]");
    time.advance(Duration.ofMillis(100));

    assertThat(old.closes).containsExactly("1000 the session goes on at another socket");
    assertThat(node.redis.counts(POST)).isEqualTo(new Counts(1, 1));
    assertSockets(1, 2);
    old.ends(true);
    assertThat(viewers()).isOne();
  }

  @Test
  void aGoodbyeWaitsForTheFramesBeforeItAndNotForWhoDoesNotRead() {
    TestClient slow = viewer("a", "13");
    TestClient dead = viewer("b", "13");
    time.advance(Duration.ofMillis(100));
    Stream.of(slow, dead).forEach(TestClient::stopsReading);
    slow.says("[\"shouting\"]");
    dead.says("[\"shouting\"]");

    node.drain.closeAll();
    time.advance(Duration.ofSeconds(1));
    assertThat(slow.closes).isEmpty();
    slow.readsOn();
    time.runDue();
    assertThat(slow.closes).containsExactly(RESTART);
    assertThat(dead.closes).isEmpty();

    time.advance(Duration.ofSeconds(1));
    assertThat(dead.closes).containsExactly(RESTART);
    assertThat(slow.closes).hasSize(1);
  }
}
