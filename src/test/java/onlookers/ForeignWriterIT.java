package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import onlookers.fixture.ForeignCollector;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/**
 * Other programs read and write the schema while Onlookers runs (contract section 7). All of it
 * under a prefix.
 */
@ExtendWith(NodeLogs.class)
class ForeignWriterIT {
  private static final String PREFIX = "blog:";
  private static final Duration REPAIRED = Duration.ofSeconds(5);

  private static RedisProcess redis;
  private static HeadlessProcess node;
  private static Invariant invariant;
  private static int posts;

  private final String post = "post-" + posts++;
  private final String other = post + "-other";
  private ForeignWriter foreign;
  private Jedis jedis;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    invariant = new Invariant(redis, PREFIX);
    node =
        HeadlessProcess.launch(
            "redis.uri=" + redis.uri(),
            "redis.prefix=" + PREFIX,
            "session.grace=1",
            "node.lease=3",
            "sweep.interval=1",
            "limit.messages=0");
    node.presence();
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
  }

  @BeforeEach
  void open() {
    foreign = new ForeignWriter(redis, PREFIX);
    jedis = redis.connect();
  }

  @AfterEach
  void close() {
    foreign.close();
    jedis.close();
  }

  private static String session(Reader reader) {
    return PREFIX + "session:" + reader.session();
  }

  // The writer.

  @Test
  void aForeignSessionIsCountedAndPushed() {
    try (Reader reader = Reader.viewing(node, post)) {
      foreign.view(post);
      reader.awaitCounts(post, 2, 2);
      foreign.view(post);
      reader.awaitCounts(post, 3, 3);
    }
  }

  @Test
  void aForeignSessionThatMovesWithoutSremLeavesNoGhost() {
    try (Reader reader = Reader.viewing(node, post);
        Reader onTheOther = Reader.viewing(node, other)) {
      String session = foreign.view(post);
      reader.awaitCounts(post, 2, 2);
      foreign.view(session, other);
      onTheOther.awaitCounts(other, 2, 2);
      reader.awaitCounts(post, 1, 2);
      assertThat(jedis.smembers(PREFIX + "viewers:" + post)).isEqualTo(Set.of(reader.session()));
      invariant.awaitHolds(REPAIRED);
    }
  }

  @Test
  void aForeignSessionThatLeavesIsCollected() {
    try (Reader reader = Reader.viewing(node, post)) {
      String session = foreign.view(post);
      reader.awaitCounts(post, 2, 2);
      foreign.leave(session);
      reader.awaitCounts(post, 1, 2);
      invariant.awaitHolds(REPAIRED);
      assertThat(jedis.hexists(PREFIX + "viewers", session)).isFalse();
    }
  }

  @Test
  void aForeignSessionThatExpiresIsCollected() {
    try (Reader reader = Reader.viewing(node, post)) {
      foreign.view("foreign-brief", post, 4);
      reader.awaitFrame("both", frame -> frame.countsOf(post) && frame.viewers() == 2);
      reader.awaitCounts(post, 1, 2);
      invariant.awaitHolds(REPAIRED);
    }
  }

  @Test
  void aForeignSessionOnAPostThatNobodyListensToIsCollected() {
    String session = foreign.view(post);
    foreign.view(session, other);
    foreign.leave(session);
    await()
        .atMost(REPAIRED)
        .until(() -> jedis.exists(PREFIX + "viewers:" + post, PREFIX + "viewers:" + other) == 0);
    invariant.awaitHolds(REPAIRED);
    try (Reader watcher = Reader.watching(node, post, other)) {
      watcher.awaitCounts(post, 0, 1);
      watcher.awaitCounts(other, 0, 1);
    }
  }

  @Test
  void aForeignSessionStaysWhileItsKeyLives() {
    try (Reader reader = Reader.viewing(node, post)) {
      String session = foreign.view(post);
      reader.awaitCounts(post, 2, 2);
      await()
          .during(REPAIRED)
          .atMost(REPAIRED.multipliedBy(2))
          .until(() -> reader.shown(post).equals("2/2"));
      assertThat(jedis.smembers(PREFIX + "viewers:" + post)).contains(session);
      foreign.leave(session);
    }
  }

  @Test
  void aForeignSessionThatIsJustArrivingIsNotCollected() {
    try (Reader reader = Reader.viewing(node, post)) {
      List<String> sessions = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        sessions.add(foreign.view(post));
      }
      reader.awaitCounts(post, 301, 301);
      await()
          .during(Duration.ofSeconds(3))
          .atMost(REPAIRED.multipliedBy(2))
          .until(() -> jedis.scard(PREFIX + "viewers:" + post) == 301);
      sessions.forEach(foreign::leave);
      reader.awaitCounts(post, 1, 301);
      invariant.awaitHolds(REPAIRED);
    }
  }

  // What a stranger breaks.

  @Test
  void whatAStrangerRemovesOfALivingSessionIsWrittenBackAndCountsNoView() {
    try (Reader reader = Reader.viewing(node, post)) {
      List<Runnable> harm =
          List.of(
              () -> jedis.del(session(reader)),
              () -> jedis.srem(PREFIX + "viewers:" + post, reader.session()),
              () -> jedis.hdel(PREFIX + "viewers", reader.session()),
              () -> jedis.del(PREFIX + "viewers:" + post),
              () -> jedis.del(PREFIX + "viewers"),
              () -> jedis.pexpire(session(reader), 1),
              () -> jedis.hset(PREFIX + "viewers", reader.session(), other),
              () -> jedis.sadd(PREFIX + "viewers:" + other, reader.session()));
      for (Runnable deed : harm) {
        deed.run();
        await().atMost(REPAIRED).untilAsserted(() -> assertWhole(reader));
      }
      reader.awaitCounts(post, 1, 1);
      assertThat(jedis.get(PREFIX + "views:" + post)).isEqualTo("1");
    }
  }

  private void assertWhole(Reader reader) {
    assertThat(jedis.get(session(reader))).isEqualTo(post);
    assertThat(jedis.hget(PREFIX + "viewers", reader.session())).isEqualTo(post);
    assertThat(jedis.smembers(PREFIX + "viewers:" + post)).contains(reader.session());
    assertThat(jedis.smembers(PREFIX + "viewers:" + other)).doesNotContain(reader.session());
  }

  // The collector.

  @Test
  void aForeignCollectorRemovesForeignSessionsBesideOurs() {
    try (ForeignCollector collector = new ForeignCollector(redis, PREFIX);
        Reader reader = Reader.viewing(node, post)) {
      for (int i = 0; i < 20; i++) {
        foreign.leave(foreign.view(post));
      }
      reader.awaitCounts(post, 1, 21);
      invariant.awaitHolds(REPAIRED);
      assertThat(collector.collected()).isNotNegative();
    }
  }

  @Test
  void aForeignCollectorDoesNoLastingHarmToSessionsThatComeGoAndResume() {
    Random random = new Random(11);
    List<Reader> readers = new ArrayList<>();
    try (ForeignCollector collector = new ForeignCollector(redis, PREFIX);
        Reader watcher = Reader.watching(node, post, other)) {
      for (int i = 0; i < 20; i++) {
        readers.add(Reader.viewing(node, post));
      }
      for (int step = 0; step < 300; step++) {
        act(random, readers);
      }
      readers.forEach(reader -> reader.view(post));
      watcher.awaitViewers(post, 20, Duration.ofSeconds(10));
      watcher.awaitViewers(other, 0, REPAIRED);
      invariant.awaitHolds(REPAIRED);
      readers.forEach(reader -> assertWhole(reader));
      readers.forEach(reader -> reader.awaitViewers(post, 20));
      assertThat(watcher.shown(post)).endsWith("/" + jedis.get(PREFIX + "views:" + post));
      assertThat(collector.collected()).isNotNegative();
    }
    readers.forEach(Reader::close);
  }

  private void act(Random random, List<Reader> readers) {
    int index = random.nextInt(readers.size());
    Reader reader = readers.get(index);
    switch (random.nextInt(4)) {
      case 0 -> reader.park();
      case 1 -> reader.view(random.nextBoolean() ? post : other);
      case 2 -> {
        reader.close();
        readers.set(index, Reader.viewing(node, post));
      }
      default -> {
        reader.abort();
        Reader back = Reader.connect(node);
        back.resume(post, reader.session());
        readers.set(index, back);
      }
    }
  }
}
