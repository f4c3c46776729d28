package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network that delays and breaks, between pages and nodes, and between nodes and Redis. */
class NetworkFaultsIT {
  private static final int PAGES = Integer.getInteger("faults.sessions", 60);

  @Test
  @Tag("faults")
  void connectionsThatBreakAndAnswersThatAreLate() throws Exception {
    RedisProcess redis = RedisProcess.start();
    try (redis;
        Network toRedis = new Network(redis.port());
        Nodes nodes = Nodes.start(2, "redis://127.0.0.1:" + toRedis.port())) {
      List<Network> toNodes =
          nodes.all.stream().map(node -> new Network(node.base().getPort())).toList();
      AtomicInteger next = new AtomicInteger();
      try (Crowd crowd =
          new Crowd(
              "post",
              PAGES / 8 + 1,
              () -> presence(toNodes.get(Math.floorMod(next.getAndIncrement(), 2))),
              Nodes.OUTLIVES,
              new Random(1))) {
        crowd.come(PAGES);
        Trial.Outcome outcome =
            new Trial(redis, crowd)
                .run(
                    "network: 50 ms late, 1 chunk in 200 breaks its connection, 30 s",
                    Nodes.OUTLIVES.plusSeconds(4),
                    () -> {
                      toNodes.forEach(network -> network.breaks(200));
                      toNodes.forEach(network -> network.delay(Duration.ofMillis(50)));
                      toRedis.delay(Duration.ofMillis(50));
                      toRedis.breaks(200);
                      Trial.pass(Duration.ofSeconds(30));
                      toRedis.breaks(0);
                      toRedis.delay(Duration.ZERO);
                      toNodes.forEach(network -> network.breaks(0));
                      toNodes.forEach(network -> network.delay(Duration.ZERO));
                    });
        assertThat(outcome.views()).as(outcome.row()).isEqualTo(new Checker.Views(0, 0));
      } finally {
        toNodes.forEach(Network::close);
      }
    }
  }

  private static URI presence(Network to) {
    return URI.create("ws://127.0.0.1:" + to.port() + "/presence");
  }
}
