package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import onlookers.fixture.Frame;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** {@code viewing}: who is counted, when, and how often. */
class ViewingIT {
  private final String post = Wire.post();
  private final String other = Wire.post();
  private Jedis redis;

  @BeforeEach
  void open() {
    redis = Wire.jedis();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  @Test
  void theFirstFrameIsASessionOf128RandomBits() {
    try (Reader a = Wire.connect();
        Reader b = Wire.connect()) {
      assertThat(a.frames().get(0).event()).isEqualTo("session");
      assertThat(a.session()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(b.session());
    }
  }

  @Test
  void viewingWritesTheKeysOfTheSchema() {
    try (Reader reader = Wire.viewing(post)) {
      assertThat(redis.get("session:" + reader.session())).isEqualTo(post);
      assertThat(redis.ttl("session:" + reader.session())).isBetween(640L, 660L);
      assertThat(redis.hget("viewers", reader.session())).isEqualTo(post);
      assertThat(redis.smembers("viewers:" + post)).isEqualTo(Set.of(reader.session()));
      assertThat(redis.get("views:" + post)).isEqualTo("1");
      assertThat(redis.ttl("views:" + post)).isEqualTo(-1);
    }
  }

  @Test
  void theFirstCountsIncludeTheSessionItself() {
    try (Reader first = Wire.viewing(post);
        Reader second = Wire.viewing(post)) {
      assertThat(first.countsOf(post).get(0).words()).isEqualTo(List.of("counts", post, 1L, 1L));
      assertThat(second.countsOf(post).get(0).words()).isEqualTo(List.of("counts", post, 2L, 2L));
    }
  }

  @Test
  void everyoneOnThePostReceivesTheNextReader() {
    try (Reader first = Wire.viewing(post)) {
      Reader second = Wire.viewing(post);
      first.awaitCounts(post, 2, 2);
      second.close();
      first.awaitCounts(post, 1, 2);
    }
  }

  @Test
  void movingToAnotherPostLeavesNoGhost() {
    try (Reader stays = Wire.viewing(post);
        Reader moves = Wire.viewing(post)) {
      stays.awaitCounts(post, 2, 2);
      moves.view(other);
      moves.awaitCounts(other, 1, 1);
      stays.awaitCounts(post, 1, 2);
      assertThat(redis.smembers("viewers:" + post)).isEqualTo(Set.of(stays.session()));
      assertThat(redis.hget("viewers", moves.session())).isEqualTo(other);
      assertThat(redis.get("session:" + moves.session())).isEqualTo(other);
    }
  }

  @Test
  void afterAMoveTheOldPostIsSilent() {
    try (Reader moves = Wire.viewing(post)) {
      moves.view(other);
      moves.awaitCounts(other, 1, 1);
      int mark = moves.mark();
      try (Reader onTheOld = Wire.viewing(post);
          Reader onTheNew = Wire.viewing(other)) {
        onTheOld.awaitCounts(post, 1, 2);
        onTheNew.awaitCounts(other, 2, 2);
        moves.awaitCounts(other, 2, 2);
      }
      assertThat(moves.since(mark)).noneMatch(frame -> frame.countsOf(post));
    }
  }

  @Test
  void goingBackToAPostIsANewView() {
    try (Reader reader = Wire.viewing(post)) {
      reader.view(other);
      reader.awaitCounts(other, 1, 1);
      reader.view(post);
      reader.awaitCounts(post, 1, 2);
    }
  }

  @Test
  void repeatingThePostRenewsTheSessionAndCountsNoView() {
    try (Reader reader = Wire.viewing(post)) {
      redis.expire("session:" + reader.session(), 60);
      reader.view(post);
      await().atMost(Reader.MAX_WAIT).until(() -> redis.ttl("session:" + reader.session()) > 600);
      assertThat(redis.get("views:" + post)).isEqualTo("1");
      assertThat(redis.scard("viewers:" + post)).isEqualTo(1);
    }
  }

  @Test
  void comingBackAfterParkedCountsNoView() {
    try (Reader reader = Wire.viewing(post)) {
      reader.park();
      reader.awaitCounts(post, 0, 1);
      reader.view(post);
      reader.awaitCounts(post, 1, 1);
    }
  }

  @Test
  void aVisitIsOneViewOfAPostHoweverOftenItReconnects() {
    Map<String, String> visit = Map.of("visit", random());
    Reader first = Wire.connect();
    first.view(post, visit);
    first.awaitCounts(post, 1, 1);
    first.close();
    try (Reader second = Wire.connect()) {
      second.view(post, visit);
      second.awaitCounts(post, 1, 1);
      second.view(other, visit);
      second.awaitCounts(other, 1, 1);
      second.view(post, visit);
      second.awaitCounts(post, 1, 1);
    }
  }

  @Test
  void aVisitThatArrivesOnManySocketsAtOnceIsOneView() {
    Map<String, String> visit = Map.of("visit", random());
    List<Reader> readers = IntStream.range(0, 20).mapToObj(i -> Wire.connect()).toList();
    readers.parallelStream().forEach(reader -> reader.view(post, visit));
    readers.forEach(reader -> reader.awaitCounts(post, 20, 1));
    readers.forEach(Reader::close);
  }

  @Test
  void withoutAVisitEveryPageLoadCounts() {
    Wire.viewing(post).close();
    Wire.viewing(post).close();
    try (Reader reader = Wire.viewing(post)) {
      reader.awaitCounts(post, 1, 3);
    }
  }

  @Test
  void aVisitorAloneCountsEveryViewWhileNoWindowIsSet() {
    Map<String, String> visitor = Map.of("visitor", random());
    try (Reader first = Wire.connect();
        Reader second = Wire.connect()) {
      first.view(post, visitor);
      second.view(post, visitor);
      second.awaitCounts(post, 2, 2);
    }
  }

  @Test
  void aVisitThatIsNoneIsRefusedAndNothingIsCounted() {
    try (Reader reader = Wire.connect()) {
      for (String visit : List.of("123456789012345", "1".repeat(33), "sixteen chars !!", "")) {
        int mark = reader.mark();
        reader.view(post, Map.of("visit", visit));
        assertThat(reader.awaitError(mark)).as(visit).isEqualTo("bad-frame");
      }
      assertThat(redis.exists("views:" + post, "viewers:" + post)).isZero();
    }
  }

  @Test
  void anIntegerIsTakenAsItsDecimalString() {
    try (Reader reader = Wire.connect()) {
      reader.send("[\"viewing\",9007199254740991]");
      Frame counts = reader.awaitCountsOf("9007199254740991");
      assertThat(counts.viewers()).isEqualTo(1);
      reader.send("[\"watching\",[0,\"" + post + "\"]]");
      reader.awaitCountsOf("0");
    }
  }

  @Test
  void aCloseFrameEndsTheSessionAtOnce() {
    try (Reader watcher = Wire.watching(post)) {
      Reader reader = Wire.viewing(post);
      watcher.awaitCounts(post, 1, 1);
      reader.close(1001);
      watcher.awaitViewers(post, 0, Duration.ofSeconds(Wire.GRACE).minusMillis(500));
      assertThat(redis.exists("session:" + reader.session(), "viewers:" + post)).isZero();
      assertThat(redis.hexists("viewers", reader.session())).isFalse();
    }
  }

  @Test
  void aSocketLostWithoutACloseFrameIsCountedUntilTheGraceIsOver() {
    try (Reader watcher = Wire.watching(post)) {
      Reader reader = Wire.viewing(post);
      watcher.awaitCounts(post, 1, 1);
      long lost = System.nanoTime();
      reader.abort();
      watcher.awaitViewers(post, 0);
      assertThat(Duration.ofNanos(System.nanoTime() - lost))
          .isBetween(
              Duration.ofSeconds(Wire.GRACE).minusMillis(100), Duration.ofSeconds(2 * Wire.GRACE));
      assertThat(redis.exists("session:" + reader.session(), "viewers:" + post)).isZero();
    }
  }

  @Test
  void whoeverIsGoneBeforeItWasAnsweredLeavesNoGhost() {
    try (Reader watcher = Wire.watching(post)) {
      for (int i = 0; i < 40; i++) {
        Reader brief = Wire.connect();
        brief.view(post);
        if (i % 2 == 0) {
          brief.park();
          brief.view(other);
          brief.view(post);
        }
        if (i % 3 == 0) {
          brief.abort();
        } else {
          brief.close();
        }
      }
      await()
          .atMost(Reader.MAX_WAIT)
          .until(() -> redis.exists("viewers:" + post, "viewers:" + other) == 0);
      watcher.awaitViewers(post, 0);
      Wire.INVARIANT.awaitHolds(Reader.MAX_WAIT);
    }
  }
}
