package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisMonitor;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What Redis is asked for, and what happens when it does not give it, or forgets. */
@ExtendWith(NodeLogs.class)
class KeyspaceIT {
  private static final String FLAGS = "notify-keyspace-events";

  /** Within which it is noticed that notifications do not come. */
  private static final Duration NOTICED = Duration.ofSeconds(10);

  private static final Duration REPAIRED = Duration.ofSeconds(5);

  private RedisProcess redis;
  private HeadlessProcess node;
  private Jedis jedis;

  private void startRedis(String... config) {
    redis = RedisProcess.start(config);
    jedis = redis.connect();
  }

  private void startNode() {
    startNode(1);
  }

  private void startNode(int sweepInterval) {
    node =
        HeadlessProcess.launch(
            "redis.uri=" + redis.uri(),
            "node.lease=3",
            "session.grace=1",
            "sweep.interval=" + sweepInterval,
            "limit.messages=0");
    node.presence();
  }

  @AfterEach
  void stop() {
    node.close();
    jedis.close();
    redis.close();
  }

  private String flags() {
    return jedis.configGet(FLAGS).get(FLAGS);
  }

  private List<String> linesWith(String word) {
    return node.log().lines().filter(line -> line.contains(word)).toList();
  }

  private void awaitWhole(Reader reader, String post, String views) {
    Invariant invariant = new Invariant(redis, "");
    await()
        .atMost(REPAIRED)
        .untilAsserted(
            () -> {
              assertThat(jedis.get("session:" + reader.session())).isEqualTo(post);
              assertThat(invariant.violations()).isEmpty();
            });
    assertThat(String.valueOf(jedis.get("views:" + post))).isEqualTo(views);
  }

  @Test
  void theFlagsNeededAreAddedToThoseAlreadySet() {
    startRedis("--notify-keyspace-events", "Elm");
    startNode();
    try (Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
      assertThat(flags().chars().mapToObj(Character::toString)).contains("E", "l", "m");
      assertThat(flags().length()).isGreaterThan(3);
      assertThat(linesWith(FLAGS)).isEmpty();
    }
  }

  @Test
  void aRestartedRedisIsAskedAgain() {
    startRedis();
    startNode();
    try (Reader reader = Reader.viewing(node, "p");
        ForeignWriter foreign = foreignAfterRestart()) {
      await().atMost(REPAIRED).until(() -> !flags().isEmpty());
      awaitWhole(reader, "p", "null");
      foreign.view("p");
      reader.awaitCounts("p", 2, 1);
    }
  }

  private ForeignWriter foreignAfterRestart() {
    redis.kill();
    redis.restart();
    jedis.close();
    jedis = redis.connect();
    return new ForeignWriter(redis, "");
  }

  @Test
  void whereTheFlagsMayNotBeSetOneWarningNamesThemAndCountsCome() {
    startRedis();
    jedis.aclSetUser("default", "-config");
    startNode();
    try (Reader reader = Reader.viewing(node, "p");
        Reader watcher = Reader.watching(node, "p", "q");
        ForeignWriter foreign = new ForeignWriter(redis, "")) {
      String session = foreign.view("p");
      reader.awaitCounts("p", 2, 2);
      foreign.view("q");
      watcher.awaitCounts("q", 1, 1);
      try (Reader second = Reader.viewing(node, "p")) {
        second.awaitCounts("p", 3, 3);
        reader.awaitCounts("p", 3, 3);
      }
      foreign.leave(session);
      reader.awaitCounts("p", 1, 3);
      assertThat(linesWith(FLAGS)).hasSize(1);
    }
  }

  @Test
  void whereTheFlagsMayNotBeSetPostsAreReadEverySecond() {
    startRedis();
    jedis.aclSetUser("default", "-config");
    startNode(3_600); // a sweep reads as well
    List<Instant> reads = new ArrayList<>();
    try (RedisMonitor monitor = new RedisMonitor(redis);
        Reader reader = Reader.viewing(node, "p")) {
      await("three times a second between two reads") // who is kept waiting reads later, once
          .atMost(Reader.MAX_WAIT)
          .until(() -> reads.addAll(readsOfP(monitor)) && secondsBetween(reads) >= 3);
      assertThat(reader.closeCode()).isNull();
    }
  }

  /** When they were made, of those since the last look. */
  private static List<Instant> readsOfP(RedisMonitor monitor) {
    return monitor.commands().stream()
        .filter(command -> command.words().equals(List.of("SCARD", "viewers:p")))
        .map(RedisMonitor.Command::at)
        .toList();
  }

  private static long secondsBetween(List<Instant> reads) {
    return IntStream.range(1, reads.size())
        .mapToLong(i -> Duration.between(reads.get(i - 1), reads.get(i)).toMillis())
        .filter(millis -> 500 < millis && millis < 1_500)
        .count();
  }

  @Test
  void flagsThatSomebodyOverwritesAreSetAgainAndNothingIsMissed() {
    startRedis();
    startNode();
    try (Reader reader = Reader.viewing(node, "p");
        ForeignWriter foreign = new ForeignWriter(redis, "")) {
      reader.awaitCounts("p", 1, 1);
      awaitFlags();
      jedis.configSet(FLAGS, "");
      String session = foreign.view("p");
      reader.awaitViewers("p", 2, NOTICED);
      jedis.configSet(FLAGS, "");
      foreign.leave(session);
      reader.awaitViewers("p", 1, NOTICED);
      awaitFlags();
    }
  }

  private void awaitFlags() {
    await().atMost(NOTICED).until(() -> flags().contains("K"));
  }

  @Test
  void notificationsThatAreAllowedLaterAreReceivedAndPostsReadNoMore() {
    startRedis();
    jedis.aclSetUser("default", "-config");
    jedis.close();
    jedis = redis.connect();
    startNode(3_600); // a sweep reads as well
    try (Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
      await().atMost(NOTICED).until(() -> linesWith(FLAGS).size() == 1);
      jedis.aclSetUser("default", "+config");
      jedis.configSet(FLAGS, "K$sgxe");
      jedis.aclSetUser("default", "-config");
      await().atMost(NOTICED).until(() -> linesWith("come again").size() == 1);
      AtomicLong reads = new AtomicLong();
      await("no read for three seconds") // where notifications do not come there is one a second
          .during(Duration.ofSeconds(3))
          .atMost(NOTICED)
          .until(
              () -> {
                long now = calls("scard");
                return reads.getAndSet(now) == now;
              });
    }
  }

  private long calls(String command) {
    return jedis
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^.*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void whatEndedWhileNobodyCollectedIsCollectedAtOnce() {
    startRedis();
    try (ForeignWriter foreign = new ForeignWriter(redis, "")) {
      String before = foreign.view("p");
      String meanwhile = foreign.view("p");
      foreign.leave(before);
      startNode(3_600);
      foreign.leave(meanwhile); // in the first second
      await().atMost(REPAIRED).until(() -> !jedis.exists("viewers:p"));
      new Invariant(redis, "").awaitHolds(REPAIRED);
      String received = foreign.view("p");
      jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
      foreign.leave(received); // while nobody listens
      await().atMost(REPAIRED).until(() -> !jedis.exists("viewers:p"));
    }
  }

  @Test
  void cutConnectionsAreMadeAgain() {
    startRedis();
    startNode();
    Reader second = Reader.viewing(node, "p");
    try (Reader reader = Reader.viewing(node, "p")) {
      for (ClientType type : List.of(ClientType.PUBSUB, ClientType.NORMAL)) {
        jedis.clientKill(
            ClientKillParams.clientKillParams().type(type).skipMe(ClientKillParams.SkipMe.YES));
      }
      jedis.incr("views:p");
      reader.awaitCounts("p", 2, 3);
      second.close();
      reader.awaitCounts("p", 1, 3);
      awaitWhole(reader, "p", "3");
      assertThat(reader.closeCode()).isNull();
    }
  }

  @Test
  void afterFlushallTheLivingSessionsAreBackAndNoViewIsAdded() {
    startRedis();
    startNode();
    Reader moved = Reader.viewing(node, "q");
    try (Reader reader = Reader.viewing(node, "p")) {
      moved.view("p");
      reader.awaitCounts("p", 2, 2);
      jedis.flushAll();
      awaitWhole(reader, "p", "null");
      awaitWhole(moved, "p", "null");
      reader.awaitCounts("p", 2, 0);
      moved.close();
      reader.awaitCounts("p", 1, 0);
    }
  }

  /** It knows the node, and not that the node has ever written a view of the second post. */
  @Test
  void whatASnapshotOfBeforeLacksIsCountedAgainAlsoOfAPostThatItHasNeverSeen() {
    startRedis("--save", "");
    startNode();
    try (Reader p = Reader.viewing(node, "p")) {
      p.awaitCounts("p", 1, 1);
      jedis.save();
      try (Reader q = Reader.viewing(node, "q")) {
        q.awaitCounts("q", 1, 1);
        redis.kill();
        redis.restartFromSnapshot();
        jedis.close();
        jedis = redis.connect();
        awaitWhole(q, "q", "1");
        awaitWhole(p, "p", "1");
      }
    }
  }

  @Test
  void forgottenScriptsDoNoHarm() {
    startRedis();
    startNode();
    try (Reader reader = Reader.viewing(node, "p")) {
      jedis.scriptFlush();
      Reader second = Reader.viewing(node, "p");
      reader.awaitCounts("p", 2, 2);
      jedis.scriptFlush();
      second.close();
      reader.awaitCounts("p", 1, 2);
      new Invariant(redis, "").awaitHolds(REPAIRED);
      assertThat(reader.received("degraded")).isEmpty();
    }
  }

  @Test
  void aPolicyThatMayEvictViewsIsWarnedOf() {
    startRedis("--maxmemory-policy", "allkeys-lru", "--maxmemory", "100mb");
    startNode();
    try (Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
      await().atMost(REPAIRED).until(() -> linesWith("maxmemory-policy").size() == 1);
    }
  }

  @Test
  void aPolicyThatEvictsNoViewsIsNotMentioned() {
    startRedis("--maxmemory-policy", "volatile-ttl", "--maxmemory", "100mb");
    startNode();
    try (Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
      assertThat(linesWith("maxmemory-policy")).isEmpty();
    }
  }

  @Test
  void aLowLimitOfOpenFilesIsWarnedOf() {
    startRedis();
    node = HeadlessProcess.launchWithOpenFiles(400, "redis.uri=" + redis.uri());
    node.presence();
    assertThat(linesWith("400 files")).hasSize(1);
  }

  @Test
  void aRedisThatIsFullIsAsGoodAsAwayUntilItHasRoom() {
    startRedis();
    startNode();
    try (Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
      jedis.configSet("maxmemory", "1");
      reader.view("q");
      awaitDegraded(reader, true);
      reader.awaitCounts("q", 1, 1);
      long before = connectionsReceived();
      long since = System.nanoTime();
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> connectionsReceived() - before < 10 + 10 * secondsSince(since));

      jedis.configSet("maxmemory", "0");
      awaitDegraded(reader, false);
      awaitWhole(reader, "q", "1");
      assertThat(linesWith("Redis is out of reach: OOM")).hasSize(1);
      assertThat(linesWith("Redis is back")).hasSize(1);
    }
  }

  @Test
  void aPageThatReconnectsDuringAnOutageIsNotShownAsAnotherView() {
    startRedis();
    startNode();
    Map<String, String> visit = Map.of("visit", "0123456789abcdef0123");
    try (Reader reader = Reader.viewing(node, "p");
        Reader other = Reader.connect(node)) {
      reader.awaitCounts("p", 1, 1);
      jedis.configSet("maxmemory", "1");
      other.view("q");
      awaitDegraded(reader, true);
      for (int i = 0; i < 3; i++) {
        try (Reader again = Reader.connect(node)) {
          again.view("p", visit);
          again.awaitCounts("p", 2, 2);
        }
      }
      jedis.configSet("maxmemory", "0");
      awaitDegraded(reader, false);
      awaitWhole(reader, "p", "2");
      reader.assertViewsNeverFall();
    }
  }

  @Test
  void aPostWhoseSetIsKeepsNobodyFromASoundOne() {
    startRedis();
    startNode();
    jedis.set("viewers:bad", "no set");
    try (Reader reader = Reader.connect(node)) {
      assertThat(reader.refusal("[\"viewing\",\"bad\"]")).isEqualTo("unavailable");
      reader.view("good");
      reader.awaitCounts("good", 1, 1);
      assertThat(jedis.get("views:good")).isEqualTo("1");
    }
    await().atMost(REPAIRED).until(() -> jedis.hlen("viewers") == 0);
  }

  private static void awaitDegraded(Reader reader, boolean degraded) {
    reader.awaitFrame(
        "degraded " + degraded,
        frame -> frame.is("degraded") && frame.words().get(1).equals(degraded));
  }

  private static long secondsSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
  }

  private long connectionsReceived() {
    return jedis
        .info("stats")
        .lines()
        .filter(line -> line.startsWith("total_connections_received:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
        .sum();
  }
}
