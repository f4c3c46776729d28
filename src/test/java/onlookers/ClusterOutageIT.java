package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlookers.fixture.Frame;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;

/** What remains of the sessions of two nodes when their Redis fails. */
class ClusterOutageIT extends TwoNodes {
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
      awaitDegraded(late, true, Reader.MAX_WAIT);
      assertThat(late.frames())
          .extracting(Frame::text)
          .containsExactly("[\"session\",\"" + late.session() + "\"]", "[\"degraded\",true]");
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

  @Test
  void whatAnEmptiedRedisHadOfViewsStaysForgottenThoughOneNodeHasTakenManyOfThem() {
    try (Reader a = Reader.viewing(one, p);
        Reader b = Reader.viewing(one, p);
        Reader c = Reader.viewing(one, p);
        Reader watcher = Reader.watching(two, p)) {
      watcher.awaitCounts(p, 3, 3);
      List<Reader> all = List.of(a, b, c, watcher);
      redis.kill();
      all.forEach(
          reader -> awaitDegraded(reader, true, DEGRADED)); // or it need not be told of an end
      redis.restart();
      all.forEach(reader -> awaitDegraded(reader, false, REPAIRED));
      all.forEach(reader -> reader.awaitCounts(p, 3, 0));
    }
  }

  private static Duration left(long back) {
    return REPAIRED.minusNanos(System.nanoTime() - back);
  }

  private static void awaitDegraded(Reader reader, boolean degraded, Duration maxWait) {
    reader.awaitFrame(
        "degraded " + degraded,
        0,
        maxWait,
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
  void aNodeKilledWhileRedisWasAwayIsReaped() {
    try (Reader stays = Reader.viewing(one, p)) {
      Reader.viewing(two, p);
      stays.awaitCounts(p, 2, 2);
      redis.freeze();
      awaitDegraded(stays, true, DEGRADED);
      two.kill();
      redis.thaw();
      awaitDegraded(stays, false, REPAIRED);
      stays.awaitViewers(p, 1, REAPED.plus(LEASE));
      awaitInvariant();
    }
  }
}
