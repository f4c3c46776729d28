package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import onlookers.runtime.Gauge;
import onlookers.websocket.ClientAcceptor.ClientContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many sockets come and go on a few posts, from many threads, and close while they are being sent
 * to. Whoever stays receives what is true. A seed repeats the choices: {@code -Donlookers.seed=…}.
 */
class StressTest {
  private static final int THREADS = 8;
  private static final int VISITS = 150;
  private static final List<String> POSTS = List.of("a", "b", "c");

  private final long seed = Long.getLong("onlookers.seed", System.nanoTime());
  private final InMemoryNode node = new InMemoryNode();
  private final ExecutorService clients = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    clients.shutdownNow();
    node.close();
  }

  @Test
  void whoeverStaysReceivesTheLastCountsWhateverBecomesOfTheOthers() throws Exception {
    List<Client> staying = new ArrayList<>();
    for (String post : POSTS) {
      for (int i = 0; i < 5; i++) {
        staying.add(new Client(seed + i, post));
      }
    }
    List<Future<?>> crowd = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      crowd.add(clients.submit(() -> comeAndGo(random)));
    }
    for (Future<?> thread : crowd) {
      thread.get(60, TimeUnit.SECONDS);
    }

    for (String post : POSTS) {
      Client last = new Client(seed, post); // a change after the storm: no post is frozen
      await("seed " + seed)
          .untilAsserted(() -> staying.stream().filter(last::isOnTheSamePost).forEach(this::shows));
      shows(last);
      last.leave();
    }
    staying.forEach(Client::leave);
    await("seed " + seed)
        .untilAsserted(
            () -> {
              assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
              assertThat(node.nodeMetrics.value(Gauge.POSTS)).isZero();
              assertThat(node.presence.active()).isEmpty();
              assertThat(node.repository.outstanding()).isZero();
            });
    assertThat(node.repository.asked.get()).isGreaterThan(THREADS * VISITS);
  }

  private void shows(Client client) {
    Counts truth = node.redis.counts(new Post(client.post));
    assertThat(client.socket.last("\"counts\",\"" + client.post + "\""))
        .isEqualTo(
            "[\"counts\",\"%s\",%d,%d]".formatted(client.post, truth.viewers(), truth.views()));
  }

  private void comeAndGo(Random random) {
    String previous = "";
    for (int i = 0; i < VISITS; i++) {
      Client client = new Client(random.nextLong(), POSTS.get(random.nextInt(POSTS.size())));
      switch (random.nextInt(6)) {
        case 0 -> client.says("[\"parked\"]");
        case 1 -> client.says("[\"watching\",[\"a\",\"b\",\"c\"]]");
        case 2 -> client.says("[\"viewing\",\"a\",{\"session\":\"%s\"}]".formatted(previous));
        default -> {}
      }
      previous = client.session();
      if (random.nextBoolean()) {
        client.socket.breaks();
      }
      client.leave(random.nextBoolean());
    }
  }

  /** One client, and what its container does. */
  private final class Client {
    final String post;
    final ContainerSession socket;
    private final ClientContext clientContext;

    Client(long seed, String post) {
      this.post = post;
      this.socket = new ContainerSession(seed, node.pool);
      this.clientContext =
          node.acceptor.welcome(new WebSocketTransport(socket.session()), new NativeCodec(), "");
      says("[\"viewing\",\"" + post + "\"]");
    }

    boolean isOnTheSamePost(Client other) {
      return post.equals(other.post);
    }

    void says(String frame) {
      clientContext.clientSession().frame(frame);
    }

    String session() {
      return socket.last("\"session\"").replaceAll("\\[\"session\",\"|\"]", "");
    }

    void leave() {
      leave(true);
    }

    void leave(boolean byCloseFrame) {
      node.acceptor.ended(clientContext, byCloseFrame);
    }
  }
}
