package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.SentinelGroup;
import onlookers.fixture.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Two nodes on a Sentinel group, whose master changes under some 25 steps a second. */
@ExtendWith(NodeLogs.class)
class FailoverIT {
  /** After a promotion every count is right within so long. */
  private static final Duration REPAIRED = Duration.ofSeconds(5);

  private static final List<String> POSTS = IntStream.range(0, 8).mapToObj(i -> "p" + i).toList();

  private final long seed = Long.getLong("onlookers.seed", System.nanoTime());
  private SentinelGroup group;
  private HeadlessProcess one;
  private HeadlessProcess two;

  @BeforeEach
  void start() {
    group = SentinelGroup.start(1);
    one = launch("one");
    two = launch("two");
    one.presence();
    two.presence();
  }

  private HeadlessProcess launch(String id) {
    return HeadlessProcess.launch(
        "redis.uri=" + group.uri(),
        "node.id=" + id,
        "node.lease=5",
        "session.grace=1",
        "limit.messages=0",
        "limit.sessions.per.address=0");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    group.close();
  }

  private Traffic traffic() {
    return new Traffic(group, List.of(one, two), POSTS, new Random(seed));
  }

  /** The steps go on for a while after the promotion. */
  private void assertTruthSoon(String what, Traffic traffic) {
    long promoted = System.nanoTime();
    traffic.goOn(25);
    traffic.rest();
    traffic.awaitTruth(REPAIRED.minusNanos(System.nanoTime() - promoted));
    System.out.printf(
        "%s: true %d ms after the promotion, %d views, seed %d%n",
        what, Duration.ofNanos(System.nanoTime() - promoted).toMillis(), traffic.views(), seed);
  }

  @Test
  void aFailoverWhileTheMasterLivesLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      group.failover();
      assertTruthSoon("SENTINEL FAILOVER", traffic);
    }
  }

  @Test
  void aMasterThatIsKilledLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      group.killMaster();
      assertTruthSoon("master killed", traffic);
    }
  }

  @Test
  void whatTheOldMasterAcknowledgedAndTheNewOneNeverGotIsNotLost() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      RedisProcess replica = group.cutOff();
      traffic.goOn(25);
      RedisProcess old = group.master();
      String before = views(old);
      old.kill();
      replica.thaw();
      assertThat(views(replica)).as("views that were replicated").isNotEqualTo(before);
      group.awaitOther(old);
      assertTruthSoon("master killed, a second of acknowledged writes lost", traffic);
    }
  }

  private static String views(RedisProcess redis) {
    try (Jedis jedis = redis.connect()) {
      return POSTS.stream().map(post -> jedis.get("views:" + post)).toList().toString();
    }
  }

  @Test
  void withoutAnySentinelAllGoesOnWhileTheMasterIsWell() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(25);
      group.killSentinels();
      traffic.goOn(50);
      try (Jedis jedis = group.servers().get(0).connect()) {
        jedis.sendCommand(redis.clients.jedis.Protocol.Command.CLIENT, "KILL", "TYPE", "NORMAL");
      }
      traffic.goOn(25);
      traffic.rest();
      traffic.awaitTruth(REPAIRED);
    }
  }
}
