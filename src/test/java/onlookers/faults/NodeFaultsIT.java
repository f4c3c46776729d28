package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one of three nodes behind HAProxy can suffer, and what all of them do one by one. */
class NodeFaultsIT {
  private static final int PAGES = Integer.getInteger("faults.sessions", 60);

  private static final String DRAIN = "--drain.seconds=2";

  @TempDir Path folder;

  private RedisProcess redis;
  private Nodes nodes;
  private HaProxy proxy;
  private Crowd crowd;

  @BeforeEach
  void start() {
    redis = RedisProcess.start();
    nodes = Nodes.start(3, redis.uri(), DRAIN);
    List<Integer> ports = nodes.all.stream().map(node -> node.base().getPort()).toList();
    proxy = new HaProxy(folder, ports);
    await("HAProxy").atMost(Duration.ofSeconds(30)).until(proxy::isReady);
    crowd = new Crowd("post", PAGES / 8 + 1, proxy::presence, Nodes.OUTLIVES, new Random(1));
    crowd.come(PAGES);
  }

  @AfterEach
  void stop() {
    Trial.close(crowd, proxy, nodes, redis);
  }

  private static void assertCountedOnce(Trial.Outcome outcome) {
    assertThat(outcome.views()).as(outcome.row()).isEqualTo(new Checker.Views(0, 0));
  }

  @Test
  void oneOfThreeIsKilled() throws Exception {
    Trial.Outcome outcome =
        new Trial(redis, crowd)
            .run(
                "one of three nodes killed", Nodes.OUTLIVES.plusSeconds(4), nodes.all.get(0)::kill);
    assertCountedOnce(outcome);
    assertThat(outcome.lostConnections()).as(outcome.row()).isPositive();
  }

  @Test
  @Tag("faults")
  void oneOfThreeIsFrozenForThirtySecondsAndThawed() throws Exception {
    Trial.Outcome outcome =
        new Trial(redis, crowd)
            .run(
                "one of three nodes frozen for 30 s and thawed",
                Nodes.OUTLIVES.plusSeconds(4),
                () -> {
                  nodes.all.get(0).freeze();
                  Trial.pass(Duration.ofSeconds(30));
                  nodes.all.get(0).thaw();
                });
    assertCountedOnce(outcome);
  }

  /** Each drains, ends and is started anew, before the next one does. */
  @Test
  @Tag("faults")
  void eachIsReplacedOneAfterTheOther() throws Exception {
    Trial.Outcome outcome =
        new Trial(redis, crowd)
            .run(
                "three nodes replaced one after the other, each drained first",
                Nodes.OUTLIVES.plusSeconds(4),
                () -> {
                  for (int i = 0; i < nodes.all.size(); i++) {
                    replace(i);
                  }
                });
    assertCountedOnce(outcome);
  }

  private void replace(int number) {
    WarProcess old = nodes.all.get(number);
    String port = "--http.port=" + old.base().getPort();
    old.stop(); // drain.seconds
    WarProcess next = nodes.launch(number, port, DRAIN);
    next.base();
    nodes.all.set(number, next);
    Trial.pass(Duration.ofSeconds(3));
  }
}
