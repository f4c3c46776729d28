package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import onlookers.fixture.Frame;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ZAddParams;

/** What two nodes on one Redis see of each other, and what remains when one of them dies. */
class TwoNodesIT extends TwoNodes {
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
      try (Reader back = Reader.connect(two)) {
        lost.abort();
        watcherOne.reconcile(); // by then its node has noticed, as a rule: either way it goes on
        resume(back, p, session);
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

  // A parked page.

  @Test
  void aParkedPageThatLostItsSocketGoesOnAtTheOtherNode() {
    Reader lost = Reader.viewing(one, p);
    String session = lost.session();
    lost.park();
    lost.awaitViewers(p, 0);
    try (Reader back = Reader.connect(two)) {
      lost.abort();
      resume(back, p, session);
      assertThat(back.session()).isEqualTo(session);
      assertGoesOn(session, p, back);
    }
  }

  @Test
  void aParkedPageWhoseSocketIsStillOpenMovesToTheOtherNode() {
    try (Reader old = Reader.viewing(one, p)) {
      old.park();
      old.awaitViewers(p, 0);
      long asked = System.nanoTime();
      try (Reader back = resume(two, p, old.session())) {
        assertThat(back.session()).isEqualTo(old.session());
        assertThat(old.awaitClose()).isEqualTo(1000);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
        assertGoesOn(back.session(), p, back);
      }
    }
  }

  @Test
  void aParkedPageWhoseGraceIsOverIsNotRevivedAndLeavesNothing() {
    Reader lost = Reader.viewing(one, p);
    String session = lost.session();
    lost.park();
    lost.awaitViewers(p, 0);
    assertThat(owner(session)).startsWith("parked:" + p + ":one:");
    lost.abort();
    await().atMost(GRACE.plusSeconds(5)).until(() -> owner(session).isEmpty());
    try (Reader back = resume(two, p, session)) {
      assertThat(back.session()).isNotEqualTo(session);
    }
  }

  private static String owner(String session) {
    try (Jedis jedis = redis.connect()) {
      String owner = jedis.get("onlookers:owner:{session:" + session + "}");
      return owner == null ? "" : owner;
    }
  }

  @Test
  void aParkedPageOfAKilledNodeIsNotRevivedAfterTwiceItsLease() {
    Reader lost = Reader.viewing(two, p);
    String session = lost.session();
    lost.park();
    lost.awaitViewers(p, 0);
    two.kill();
    await().atMost(REAPED).until(() -> owners().stream().noneMatch(node -> node.startsWith("two")));
    try (Reader back = resume(one, p, session)) {
      assertThat(back.session()).isNotEqualTo(session);
      back.awaitCounts(p, 1, 2);
    }
  }

  private static List<String> owners() {
    try (Jedis jedis = redis.connect()) {
      return jedis.zrange("onlookers:nodes", 0, -1);
    }
  }

  /**
   * Has the lease of a dead node end then: not before a busy machine has done what is to be done
   * within it.
   */
  private static void leaseEnds(String owner, Duration fromNow) {
    try (Jedis jedis = redis.connect()) {
      double end = (double) System.currentTimeMillis() + fromNow.toMillis();
      jedis.zadd("onlookers:nodes", end, owner, ZAddParams.zAddParams().xx());
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
      stays.awaitViewers(p, 1, REAPED);
      Duration left = REAPED.minusNanos(System.nanoTime() - killed);
      await().atMost(left).until(() -> !invariant.sessions().containsKey(q));
      awaitInvariant();
      assertThat(stays.shown(p)).isEqualTo("1/2");
    }
  }

  @Test
  void aSessionOfAKilledNodeResumesOnTheOtherWithinTheLease() {
    Reader lost = Reader.viewing(two, p);
    try (Reader watcher = Reader.watching(one, p);
        Reader back = Reader.connect(one)) {
      two.kill();
      resume(back, p, lost.session());
      assertThat(back.session()).isEqualTo(lost.session());
      assertGoesOn(lost.session(), p, watcher, back);
    }
  }

  @Test
  void aNodeRestartedUnderItsNameWithinItsLeaseInheritsNothing() {
    two.stop();
    two = launch("two", Duration.ofSeconds(60));
    two.presence();
    try (Reader watcher = Reader.watching(one, p, q)) {
      Reader lost = Reader.viewing(two, p);
      watcher.awaitCounts(p, 1, 1);
      String dead = owner(lost.session());
      two.kill();
      leaseEnds(dead, Duration.ofMinutes(9)); // longer than any node takes to start
      two = launch("two", LEASE);
      try (Reader reader = Reader.viewing(two, q)) {
        assertThat(watcher.shown(p)).isEqualTo("1/1");
        leaseEnds(dead, Duration.ZERO);
        watcher.awaitViewers(p, 0);
        assertThat(truth(reader.session())).isEqualTo(q);
        assertThat(watcher.countsOf(q)).extracting(Frame::viewers).containsExactly(0L, 1L);
      }
    }
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
        .atMost(REAPED)
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
}
