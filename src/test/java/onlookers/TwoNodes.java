package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Two nodes on one Redis, which each test finds well and without a session. */
@ExtendWith(NodeLogs.class)
abstract class TwoNodes {
  static final Duration GRACE = Duration.ofSeconds(2);
  static final Duration LEASE = Duration.ofSeconds(3);

  /** A dead node's sessions survive it at most so long; the rest is for looking. */
  static final Duration REAPED = LEASE.multipliedBy(2).plusMillis(300);

  /** Redis is back, or a node has woken up: within so long all is as it should be. */
  static final Duration REPAIRED = Duration.ofSeconds(5);

  /** Redis is out of reach: within so long everybody is told. */
  static final Duration DEGRADED = Duration.ofSeconds(3);

  static final String VISIT = "visit-1234567890";

  private static final AtomicInteger TESTS = new AtomicInteger();

  static RedisProcess redis;
  static Invariant invariant;
  static HeadlessProcess one;
  static HeadlessProcess two;

  final String p = "p" + TESTS.incrementAndGet();
  final String q = p + "-other";

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    invariant = new Invariant(redis, "");
    startNodes();
  }

  private static void startNodes() {
    one = launch("one", LEASE);
    two = launch("two", LEASE);
    one.presence();
    two.presence();
  }

  /** Each test finds two nodes and no session, whatever the one before has left. */
  @BeforeEach
  void tidy() {
    if (!two.isAlive()) {
      two = launch("two", LEASE);
      two.presence();
    }
    long end = System.nanoTime() + LEASE.plus(GRACE).toNanos();
    while (!invariant.sessions().isEmpty()) {
      if (System.nanoTime() > end) {
        startOver();
      }
    }
  }

  private static void startOver() {
    one.kill();
    two.kill();
    try (Jedis jedis = redis.connect()) {
      jedis.flushAll();
    }
    startNodes();
  }

  @AfterEach
  void wake() {
    redis.thaw();
    one.thaw();
    if (two.isAlive()) {
      two.thaw();
    }
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  static HeadlessProcess launch(String id, Duration lease) {
    return HeadlessProcess.launch(
        "redis.uri=" + redis.uri(),
        "node.id=" + id,
        "node.lease=" + lease.toSeconds(),
        "session.grace=" + GRACE.toSeconds(),
        "sweep.interval=1",
        "limit.messages=0",
        "limit.sessions.per.address=0");
  }

  void awaitInvariant() {
    invariant.awaitHolds(LEASE.multipliedBy(2).plus(REPAIRED));
  }

  String truth(String session) {
    try (Jedis jedis = redis.connect()) {
      return String.valueOf(jedis.get("session:" + session));
    }
  }

  String views(String post) {
    try (Jedis jedis = redis.connect()) {
      return String.valueOf(jedis.get("views:" + post));
    }
  }

  /**
   * Through more than a grace and a lease the session views the post, and the watchers receive
   * nothing else.
   */
  void assertGoesOn(String session, String post, Reader... watchers) {
    Duration time = LEASE.multipliedBy(2).plus(GRACE);
    await().during(time).atMost(time.plusSeconds(5)).until(() -> post.equals(truth(session)));
    for (Reader watcher : watchers) {
      assertThat(watcher.countsOf(post)).as("no dip").allMatch(frame -> frame.viewers() == 1);
      assertThat(watcher.shown(post)).isEqualTo("1/1");
    }
    awaitInvariant();
  }

  static Reader resume(HeadlessProcess node, String post, String session) {
    Reader reader = Reader.connect(node);
    resume(reader, post, session);
    return reader;
  }

  /** The same by a socket that is open already, so that no time is lost. */
  static void resume(Reader reader, String post, String session) {
    reader.resume(post, session);
    reader.awaitCountsOf(post);
  }
}
