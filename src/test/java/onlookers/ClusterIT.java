package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import onlookers.fixture.Frame;
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
 * Two nodes on one Redis: what they see of each other, and what remains when one of the three
 * fails.
 */
@ExtendWith(NodeLogs.class)
class ClusterIT {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LEASE = Duration.ofSeconds(3);

  /** A dead node's sessions survive it at most so long; the rest is for looking. */
  private static final Duration BURIED = LEASE.multipliedBy(2).plusMillis(300);

  /** Redis is back, or a node has woken up: within so long all is as it should be. */
  private static final Duration REPAIRED = Duration.ofSeconds(5);

  /** Redis is out of reach: within so long everybody is told. */
  private static final Duration DEGRADED = Duration.ofSeconds(3);

  private static final String VISIT = "visit-1234567890";

  private static final AtomicInteger TESTS = new AtomicInteger();

  private static RedisProcess redis;
  private static Invariant invariant;
  private static HeadlessProcess one;
  private static HeadlessProcess two;

  private final String p = "p" + TESTS.incrementAndGet();
  private final String q = p + "-other";

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

  private static HeadlessProcess launch(String id, Duration lease) {
    return HeadlessProcess.launch(
        "redis.uri=" + redis.uri(),
        "node.id=" + id,
        "node.lease=" + lease.toSeconds(),
        "session.grace=" + GRACE.toSeconds(),
        "sweep.interval=1",
        "limit.messages=0",
        "limit.sessions.per.address=0");
  }

  private void awaitInvariant() {
    invariant.awaitHolds(LEASE.multipliedBy(2).plus(REPAIRED));
  }

  private String truth(String session) {
    try (Jedis jedis = redis.connect()) {
      return String.valueOf(jedis.get("session:" + session));
    }
  }

  private String views(String post) {
    try (Jedis jedis = redis.connect()) {
      return String.valueOf(jedis.get("views:" + post));
    }
  }

  /**
   * Through more than a grace and a lease the session views the post, and the watchers hear of
   * nothing else.
   */
  private void assertGoesOn(String session, String post, Reader... watchers) {
    Duration time = LEASE.multipliedBy(2).plus(GRACE);
    await().during(time).atMost(time.plusSeconds(5)).until(() -> post.equals(truth(session)));
    for (Reader watcher : watchers) {
      assertThat(watcher.countsOf(post)).as("no dip").allMatch(frame -> frame.viewers() == 1);
      assertThat(watcher.shown(post)).isEqualTo("1/1");
    }
    awaitInvariant();
  }

  private static Reader resume(HeadlessProcess node, String post, String session) {
    Reader reader = Reader.connect(node);
    reader.resume(post, session);
    reader.awaitCountsOf(post);
    return reader;
  }

  // Both well.

  @Test
  void eachNodeSeesTheSessionsOfTheOther() {
    try (Reader first = Reader.viewing(one, p)) {
      Reader second = Reader.viewing(two, p);
      first.awaitCounts(p, 2, 2);
      second.awaitCounts(p, 2, 2);
      second.view(q);
      first.awaitCounts(p, 1, 2);
      second.view(p);
      first.awaitCounts(p, 2, 3);
      second.close();
      first.awaitCounts(p, 1, 3);
    }
  }

  @Test
  void aVisitIsOneViewOnWhateverNodeItReconnects() {
    Reader first = Reader.connect(one);
    first.view(p, Map.of("visit", VISIT));
    first.awaitCounts(p, 1, 1);
    first.close();
    try (Reader second = Reader.connect(two)) {
      second.view(p, Map.of("visit", VISIT));
      second.awaitCounts(p, 1, 1);
    }
  }

  @Test
  void aSessionThatChangesNodesDuringTheGraceIsNeverMissed() {
    Reader lost = Reader.viewing(one, p);
    String session = lost.session();
    try (Reader watcherOne = Reader.watching(one, p);
        Reader watcherTwo = Reader.watching(two, p)) {
      lost.abort();
      try (Reader back = resume(two, p, session)) {
        assertThat(back.session()).isEqualTo(session);
        assertGoesOn(session, p, watcherOne, watcherTwo);
      }
      watcherOne.awaitCounts(p, 0, 1);
    }
  }

  @Test
  void aSocketThatIsStillOpenOnTheOtherNodeIsClosedWith1000() {
    try (Reader old = Reader.viewing(one, p);
        Reader watcher = Reader.watching(one, p);
        Reader back = resume(two, p, old.session())) {
      assertThat(back.session()).isEqualTo(old.session());
      assertThat(old.awaitClose()).isEqualTo(1000);
      assertGoesOn(back.session(), p, watcher, back);
    }
  }

  // One node dies.

  @Test
  void theSessionsOfAKilledNodeAreGoneWithinTwiceItsLease() {
    try (Reader stays = Reader.viewing(one, p)) {
      Reader.viewing(two, p);
      Reader.viewing(two, q);
      stays.awaitCounts(p, 2, 2);
      two.kill();
      long killed = System.nanoTime();
      stays.awaitViewers(p, 1, BURIED);
      Duration left = BURIED.minusNanos(System.nanoTime() - killed);
      await().atMost(left).until(() -> !invariant.sessions().containsKey(q));
      awaitInvariant();
      assertThat(stays.shown(p)).isEqualTo("1/2");
    }
  }

  @Test
  void aSessionOfAKilledNodeResumesOnTheOtherWithinTheLease() {
    Reader lost = Reader.viewing(two, p);
    try (Reader watcher = Reader.watching(one, p)) {
      two.kill();
      try (Reader back = resume(one, p, lost.session())) {
        assertThat(back.session()).isEqualTo(lost.session());
        assertGoesOn(lost.session(), p, watcher, back);
      }
    }
  }

  @Test
  void aNodeRestartedUnderItsNameWithinItsLeaseInheritsNothing() {
    Duration lease = Duration.ofSeconds(12);
    two.stop();
    two = launch("two", lease);
    two.presence();
    try (Reader watcher = Reader.watching(one, p, q)) {
      Reader.viewing(two, p);
      watcher.awaitCounts(p, 1, 1);
      two.kill();
      long killed = System.nanoTime();
      two = launch("two", lease);
      try (Reader reader = Reader.viewing(two, q)) {
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(lease);
        assertThat(watcher.shown(p)).isEqualTo("1/1");
        watcher.awaitViewers(p, 0, lease.multipliedBy(2).minusNanos(System.nanoTime() - killed));
        assertThat(truth(reader.session())).isEqualTo(q);
        assertThat(watcher.countsOf(q)).extracting(Frame::viewers).containsExactly(0L, 1L);
      }
    }
    two.stop();
  }

  @Test
  void manySessionsOfAKilledNodeAreGoneAndManyOfTheOtherStay() {
    Random random = new Random(7);
    List<Reader> staying = crowd(one, random);
    List<Reader> dying = crowd(two, random);
    staying.forEach(reader -> reader.view(p + "-" + random.nextInt(10)));
    two.kill();
    dying.forEach(reader -> reader.awaitClose());
    await()
        .atMost(BURIED)
        .until(() -> invariant.sessions().values().stream().mapToInt(Set::size).sum() == 150);
    awaitInvariant();
    var sessions = invariant.sessions();
    for (Reader reader : staying) {
      String post = truth(reader.session());
      reader.awaitViewers(post, sessions.get(post).size());
    }
    staying.parallelStream().forEach(Reader::close);
    await().atMost(REPAIRED).until(() -> invariant.sessions().isEmpty());
  }

  private List<Reader> crowd(HeadlessProcess node, Random random) {
    return IntStream.range(0, 150)
        .parallel()
        .mapToObj(i -> Reader.viewing(node, p + "-" + random.nextInt(10)))
        .toList();
  }

  // One node sleeps.

  @Test
  void aNodeThatSleptWritesItsLivingSessionsAgain() {
    try (Reader sleeper = Reader.viewing(one, p);
        Reader watcher = Reader.watching(two, p)) {
      one.freeze();
      watcher.awaitViewers(p, 0, BURIED);
      assertThat(truth(sleeper.session())).isEqualTo("null");
      one.thaw();
      watcher.awaitCounts(p, 1, 1);
      sleeper.awaitCounts(p, 1, 1);
      assertThat(sleeper.closeCode()).isNull();
      awaitInvariant();
      assertThat(watcher.shown(p)).isEqualTo("1/1");
    }
  }

  @Test
  void aSessionTakenOverWhileItsNodeSleptIsNotEndedByIt() {
    try (Reader old = Reader.viewing(one, p);
        Reader watcher = Reader.watching(two, p)) {
      one.freeze();
      try (Reader back = resume(two, p, old.session())) {
        assertThat(back.session()).isEqualTo(old.session());
        await().pollDelay(LEASE.multipliedBy(2)).until(() -> true);
        one.thaw();
        assertThat(old.awaitClose()).isEqualTo(1000);
        assertGoesOn(old.session(), p, watcher, back);
      }
    }
  }

  @Test
  void aReaderWhoseNodeSleptTooLongIsOneViewerAndNoGhostIsLeft() {
    Reader lost = Reader.viewing(one, p);
    try (Reader watcher = Reader.watching(two, p)) {
      one.freeze();
      lost.abort();
      watcher.awaitViewers(p, 0, BURIED);
      try (Reader back = resume(two, p, lost.session())) {
        assertThat(back.session()).isNotEqualTo(lost.session());
        back.awaitCounts(p, 1, 2);
        one.thaw();
        await().pollDelay(GRACE.plus(REPAIRED)).until(() -> true);
        awaitInvariant();
        assertThat(invariant.sessions()).isEqualTo(Map.of(p, Set.of(back.session())));
        assertThat(watcher.shown(p)).isEqualTo("1/2");
      }
    }
  }

  @Test
  void aSessionThatEndedElsewhereIsNotWrittenAgainByItsFormerNode() {
    Reader old = Reader.viewing(one, p);
    try (Reader watcher = Reader.watching(two, p)) {
      one.freeze();
      Reader back = resume(two, p, old.session());
      back.close();
      watcher.awaitCounts(p, 0, 1);
      one.thaw();
      assertThat(old.awaitClose()).isEqualTo(1000);
      await().pollDelay(REPAIRED).until(() -> true);
      assertThat(invariant.sessions()).isEmpty();
      awaitInvariant();
      assertThat(watcher.shown(p)).isEqualTo("0/1");
    }
  }

  // Redis fails.

  @Test
  void redisKilledAndRestartedEmptyEndsNoSocketAndLosesNoSession() {
    try (Reader a = Reader.connect(one);
        Reader b = Reader.viewing(two, p);
        Reader watcher = Reader.watching(two, p)) {
      a.view(p, Map.of("visit", VISIT));
      watcher.awaitCounts(p, 2, 2);
      List<Reader> all = new ArrayList<>(List.of(a, b, watcher));
      redis.kill();
      all.forEach(reader -> awaitDegraded(reader, true, DEGRADED));
      Reader late = Reader.connect(one);
      all.add(late);
      awaitDegraded(late, true, Duration.ofSeconds(1));
      assertThat(late.frames().get(0).event()).isEqualTo("session");
      late.view(p, Map.of("visit", "late-1234567890-late"));
      late.awaitCounts(p, 2, 3);
      a.awaitCounts(p, 2, 3);
      redis.restart();
      long back = System.nanoTime();
      all.forEach(reader -> awaitDegraded(reader, false, left(back)));
      all.forEach(reader -> reader.awaitViewers(p, 3, left(back)));
      List.of(a, b, late).forEach(reader -> assertThat(truth(reader.session())).isEqualTo(p));
      all.forEach(reader -> reader.awaitCounts(p, 3, 1));
      all.forEach(reader -> assertThat(reader.closeCode()).isNull());
      all.forEach(this::assertDegradedEndsBeforeTheNextCounts);
      assertVisitsAreRemembered();
      awaitInvariant();
      assertThat(views(p)).isEqualTo("1");
      late.close();
      a.awaitCounts(p, 2, 1);
    }
  }

  private static Duration left(long back) {
    return REPAIRED.minusNanos(System.nanoTime() - back);
  }

  private static void awaitDegraded(Reader reader, boolean degraded, Duration patience) {
    reader.awaitFrame(
        "degraded " + degraded,
        0,
        patience,
        frame -> frame.is("degraded") && frame.words().get(1).equals(degraded));
  }

  /**
   * The counts of three viewers, which no degraded node can know, come after {@code ["degraded",
   * false]}.
   */
  private void assertDegradedEndsBeforeTheNextCounts(Reader reader) {
    List<String> words =
        reader.frames().stream()
            .filter(frame -> frame.is("degraded") || frame.countsOf(p))
            .map(Frame::text)
            .toList();
    assertThat(words.lastIndexOf("[\"degraded\",false]"))
        .as("in %s", words)
        .isBetween(0, words.indexOf("[\"counts\",\"" + p + "\",3,1]"));
    assertThat(words.stream().filter(word -> word.startsWith("[\"degraded\"")))
        .containsExactly("[\"degraded\",true]", "[\"degraded\",false]");
  }

  private void assertVisitsAreRemembered() {
    for (String visit : List.of(VISIT, "late-1234567890-late")) {
      try (Reader again = Reader.connect(two)) {
        again.view(p, Map.of("visit", visit));
        again.awaitCounts(p, 4, 1);
      }
      await().atMost(REPAIRED).until(() -> invariant.sessions().get(p).size() == 3);
    }
  }

  @Test
  void redisThatHangsIsNoticedAndViewsTakenMeanwhileAreAddedOnce() {
    try (Reader a = Reader.viewing(one, p);
        Reader b = Reader.viewing(two, p)) {
      a.awaitCounts(p, 2, 2);
      redis.freeze();
      List.of(a, b).forEach(reader -> awaitDegraded(reader, true, DEGRADED));
      try (Reader first = Reader.connect(one);
          Reader second = Reader.connect(two)) {
        first.view(p);
        first.awaitCounts(p, 2, 3);
        second.view(p);
        second.awaitCounts(p, 2, 3);
        redis.thaw();
        List<Reader> all = List.of(a, b, first, second);
        all.forEach(reader -> awaitDegraded(reader, false, REPAIRED));
        all.forEach(reader -> reader.awaitCounts(p, 4, 4));
        awaitInvariant();
        assertThat(views(p)).isEqualTo("4");
        all.forEach(reader -> assertThat(reader.closeCode()).isNull());
      }
      a.awaitCounts(p, 2, 4);
    }
  }

  @Test
  void whoeverLeavesWhileRedisIsAwayIsGoneWhenItReturns() {
    try (Reader stays = Reader.viewing(one, p);
        Reader leaves = Reader.viewing(two, p);
        Reader moves = Reader.viewing(two, p)) {
      stays.awaitCounts(p, 3, 3);
      redis.freeze();
      List.of(stays, moves).forEach(reader -> awaitDegraded(reader, true, DEGRADED));
      leaves.close(1001);
      moves.view(q);
      moves.awaitCounts(q, 1, 1);
      redis.thaw();
      List.of(stays, moves).forEach(reader -> awaitDegraded(reader, false, REPAIRED));
      stays.awaitCounts(p, 1, 3);
      moves.awaitCounts(q, 1, 1);
      awaitInvariant();
      assertThat(truth(leaves.session())).isEqualTo("null");
    }
  }

  @Test
  void aNodeKilledWhileRedisWasAwayIsMourned() {
    try (Reader stays = Reader.viewing(one, p)) {
      Reader.viewing(two, p);
      stays.awaitCounts(p, 2, 2);
      redis.freeze();
      awaitDegraded(stays, true, DEGRADED);
      two.kill();
      redis.thaw();
      awaitDegraded(stays, false, REPAIRED);
      stays.awaitViewers(p, 1, BURIED.plus(LEASE));
      awaitInvariant();
    }
  }
}
