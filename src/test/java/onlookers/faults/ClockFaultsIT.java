package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import onlookers.fixture.FakeClock;
import onlookers.fixture.RedisAccess;
import onlookers.fixture.RedisBinary;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A clock that is set, by an hour, while a crowd of pages comes, moves and goes. */
@Tag("faults")
class ClockFaultsIT {
  private static final int PAGES = Integer.getInteger("faults.sessions", 60);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SLOW_MACHINE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private FakeClock clock;
  private RedisProcess redis;
  private Nodes nodes;
  private Crowd crowd;

  @BeforeEach
  void makeClock() {
    clock = new FakeClock(folder);
  }

  private void start(RedisBinary binary, List<String> optionsOfNodes) {
    redis = RedisProcess.start(binary, RedisAccess.OPEN);
    nodes = Nodes.start(2, redis.uri(), optionsOfNodes);
    crowd = new Crowd("post", PAGES / 8 + 1, nodes.inTurn(), Nodes.OUTLIVES, new Random(1));
    crowd.come(PAGES);
  }

  private void startWithClockOfRedis() {
    start(clock.redis(), List.of());
  }

  @AfterEach
  void stop() {
    Trial.close(crowd, nodes, redis);
  }

  private void suffer(String name, Trial.Fault fault) throws Exception {
    Trial.Outcome outcome = new Trial(redis, crowd).run(name, Trial.BOUND, fault);
    assertThat(outcome.lostConnections()).as(outcome.row()).isZero();
    assertThat(outcome.replacedSessions()).as(outcome.row()).isZero();
    assertThat(outcome.views()).as(outcome.row()).isEqualTo(new Checker.Views(0, 0));
  }

  @Test
  void theClockOfRedisIsSetAnHourForward() throws Exception {
    startWithClockOfRedis();
    suffer("the clock of Redis is set an hour forward", () -> setRedis(HOUR));
  }

  @Test
  void theClockOfRedisIsSetAnHourBack() throws Exception {
    startWithClockOfRedis();
    suffer("the clock of Redis is set an hour back", () -> setRedis(HOUR.negated()));
  }

  /** Its lease, and the collector's lock that it has, would last for an hour. */
  @Test
  void aNodeThatDiesAsTheClockOfRedisIsSetBackLeavesNoGhost() throws Exception {
    startWithClockOfRedis();
    Trial.Outcome outcome =
        new Trial(redis, crowd)
            .run(
                "the clock of Redis is set an hour back, and a node is killed at that moment",
                Nodes.OUTLIVES.plus(Nodes.LEASE),
                () -> {
                  giveTheLockTo(0);
                  nodes.all.get(0).freeze();
                  setRedis(HOUR.negated());
                  nodes.all.get(0).kill();
                });
    assertThat(outcome.views()).as(outcome.row()).isEqualTo(new Checker.Views(0, 0));
  }

  @Test
  void theClocksOfAllNodesAreSetAnHourForwardAndBack() throws Exception {
    start(RedisBinary.bundled(), clock.options());
    suffer(
        "the clocks of all nodes are set an hour forward, and back after 5 s",
        () -> {
          setNodes(HOUR);
          Trial.pass(Duration.ofSeconds(5));
          setNodes(Duration.ZERO);
        });
    await().atMost(SLOW_MACHINE).untilAsserted(this::assertDaysHaveAllViews);
  }

  private void assertDaysHaveAllViews() {
    try (Jedis jedis = redis.connect()) {
      assertThat(sum(jedis, "onlookers:total:*")).isEqualTo(sum(jedis, "views:*")).isPositive();
    }
  }

  private static long sum(Jedis jedis, String pattern) {
    return jedis.keys(pattern).stream().mapToLong(key -> Long.parseLong(jedis.get(key))).sum();
  }

  private void giveTheLockTo(int number) {
    String owner = "node-" + number + ":";
    try (Jedis jedis = redis.connect();
        var jmx = nodes.all.get(number).jmx()) {
      await()
          .atMost(SLOW_MACHINE)
          .until(
              () -> {
                jmx.call("sweep"); // a node that is told to takes the lock
                String holder = jedis.get("onlookers:collector");
                return holder != null && holder.startsWith(owner);
              });
    }
  }

  private void setRedis(Duration ahead) {
    clock.set(ahead);
    try (Jedis jedis = redis.connect()) {
      await().atMost(SLOW_MACHINE).until(() -> isAhead(Long.parseLong(jedis.time().get(0)), ahead));
    }
  }

  /** Each says by its last sweep what time it has. */
  private void setNodes(Duration ahead) {
    clock.set(ahead);
    nodes.all.forEach(
        node -> {
          try (var jmx = node.jmx()) {
            await()
                .atMost(SLOW_MACHINE)
                .until(
                    () -> {
                      jmx.call("sweep");
                      return isAhead(jmx.number("LastSweepAt") / 1_000, ahead);
                    });
          }
        });
  }

  private static boolean isAhead(long seconds, Duration ahead) {
    long difference = seconds - System.currentTimeMillis() / 1_000 - ahead.toSeconds();
    return Math.abs(difference) < 60;
  }
}
