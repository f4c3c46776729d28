package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.RedisServers;
import onlookers.fixture.Traffic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/**
 * Two nodes on servers whose masters change under some 25 steps a second. The random choices of a
 * test are repeated by {@code -Donlookers.seed=…}.
 */
@ExtendWith(NodeLogs.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class ChangingMasters<R extends RedisServers> {
  /** For a busy machine; how long it took is printed, and stands in performance.md. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  static final Duration LEASE = Duration.ofSeconds(5);

  private static final AtomicInteger TESTS = new AtomicInteger();

  private final long seed = Long.getLong("onlookers.seed", System.nanoTime());
  R redis;
  HeadlessProcess one;
  HeadlessProcess two;
  List<String> posts;

  abstract R startServers();

  /** What was killed is there again, and all servers are in step. */
  abstract void repair();

  String uri() {
    return redis.uri();
  }

  @BeforeAll
  void start() {
    redis = startServers();
    one = launch("one");
    two = launch("two");
    one.presence();
    two.presence();
  }

  HeadlessProcess launch(String id) {
    return HeadlessProcess.launch(
        "redis.uri=" + uri(),
        "node.id=" + id,
        "node.lease=" + LEASE.toSeconds(),
        "session.grace=1",
        "limit.messages=0",
        "limit.sessions.per.address=0");
  }

  @BeforeEach
  void namePosts() {
    int test = TESTS.incrementAndGet();
    posts = IntStream.range(0, 8).mapToObj(i -> "p" + test + "-" + i).toList();
  }

  @AfterEach
  void tidy() {
    redis.thaw();
    repair();
    Invariant invariant = new Invariant(redis, "");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(invariant.sessions()).isEmpty());
  }

  @AfterAll
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  Traffic traffic() {
    return new Traffic(redis, List.of(one, two), posts, new Random(seed));
  }

  /** The steps go on for a while after the promotion. */
  void assertTruthSoon(String what, Traffic traffic) {
    long promoted = System.nanoTime();
    traffic.goOn(25);
    traffic.rest();
    traffic.awaitTruth(MAX_WAIT);
    System.out.printf(
        "%s: true %d ms after the promotion, %d views, seed %d%n",
        what, Duration.ofNanos(System.nanoTime() - promoted).toMillis(), traffic.views(), seed);
  }

  /** Of the posts that this server has. */
  String views(RedisProcess server) {
    try (Jedis jedis = server.connect()) {
      return jedis.keys("views:*").stream()
          .sorted()
          .map(key -> key + " " + jedis.get(key))
          .toList()
          .toString();
    }
  }
}
