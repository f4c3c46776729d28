package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final Duration INTERVAL = Duration.ofSeconds(25);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final ManualScheduler time = new ManualScheduler();
  private final InMemoryNode node = new InMemoryNode(time, Map.of());
  private final TestClient client = new TestClient(node);

  @Test
  void aClientIsAskedForASignOfLifeEach25Seconds() {
    time.advance(INTERVAL.minusMillis(1));
    assertThat(client.pings).isZero();
    time.advance(Duration.ofMillis(1));
    assertThat(client.pings).isOne();

    time.advance(INTERVAL.minusMillis(1));
    assertThat(client.pings).isOne();
    time.advance(Duration.ofMillis(1));
    assertThat(client.pings).isEqualTo(2);
  }

  @Test
  void whoGivesNoneForAMinuteIsDroppedAndTheSessionKeepsItsGrace() {
    client.views("13");
    time.advance(Duration.ofSeconds(60));
    assertThat(client.closes).isEmpty();

    time.advance(ROUND);

    assertThat(client.closes).containsExactly("1001 silent for too long");
    assertThat(node.redis.counts(new Post("13")).viewers()).isOne();
    time.advance(Duration.ofMillis(50));
    assertThat(node.redis.counts(new Post("13")).viewers()).isZero();
    int before = client.pings;
    time.advance(INTERVAL.multipliedBy(2));
    assertThat(client.pings).isEqualTo(before);
  }

  @Test
  void whateverAClientSendsIsASignOfLife() {
    time.advance(Duration.ofSeconds(40));
    client.clientContext.connection().received(); // it has answered a ping
    time.advance(Duration.ofSeconds(40));
    client.says("[\"shouting\"]");
    time.advance(Duration.ofSeconds(40));

    assertThat(client.closes).isEmpty();
  }

  @Test
  void aClientThatIsBeingSentToIsNotAsked() {
    client.stopsReading();
    client.says("[\"shouting\"]");
    time.advance(Duration.ofSeconds(50));
    assertThat(client.pings).isZero();

    client.readsOn();
    time.advance(ROUND);
    assertThat(client.pings).isOne();
  }

  @Test
  void aPingThatIsNotOutYetIsFollowedByNoOther() {
    List<Runnable> pings = new ArrayList<>();
    ManualScheduler slowly = new ManualScheduler();
    new Heartbeat(node.connections, pings::add).start(slowly);
    time.skip(INTERVAL);
    slowly.advance(ROUND);
    assertThat(pings).hasSize(1);

    time.skip(INTERVAL);
    client.clientContext.connection().received();
    slowly.advance(ROUND);
    assertThat(pings).hasSize(1);

    pings.get(0).run();
    time.skip(ROUND);
    slowly.advance(ROUND);
    assertThat(pings).hasSize(2);
  }

  @Test
  void manyPingsAreFewTasksOfWhichEachGoesOnWhereAnotherIsHeldUp() {
    List<TestClient> clients = new ArrayList<>(List.of(client));
    for (int i = 0; i < 20; i++) {
      clients.add(new TestClient(node));
    }
    List<Runnable> tasks = new ArrayList<>();
    ManualScheduler slowly = new ManualScheduler();
    new Heartbeat(node.connections, tasks::add).start(slowly);
    time.skip(INTERVAL);
    slowly.advance(ROUND);
    assertThat(tasks).hasSize(4);
    tasks.get(3).run();
    assertThat(clients).allMatch(one -> one.pings == 1);
  }

  @Test
  void aWireWithAHeartbeatOfItsOwnIsLeftToIt() {
    List<String> calls = new ArrayList<>();
    node.acceptor.welcome(
        new Transport() {
          @Override
          public boolean send(Frame frame, Consumer<Boolean> done) {
            return true;
          }

          @Override
          public void ping() {
            calls.add("ping");
          }

          @Override
          public void close(CloseStatus closeStatus) {
            calls.add("close");
          }

          @Override
          public boolean hasHeartbeat() {
            return true;
          }
        },
        new NativeCodec(),
        "");
    time.advance(Duration.ofMinutes(5));

    assertThat(calls).isEmpty();
    assertThat(client.closes).hasSize(1);
  }
}
