package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import onlookers.fixture.Frame;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** {@code watching} and {@code parked}: counts without being counted. */
class WatchingIT {
  private final String post = Wire.post();
  private final String other = Wire.post();
  private final Jedis redis = Wire.jedis();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aWatcherReceivesCountsAtOnceAndIsNotCounted() {
    try (Reader watcher = Wire.watching(post, other)) {
      assertThat(watcher.shown(post)).isEqualTo("0/0");
      assertThat(watcher.shown(other)).isEqualTo("0/0");
      assertThat(redis.exists("session:" + watcher.session(), "viewers:" + post, "views:" + post))
          .isZero();
      assertThat(redis.hexists("viewers", watcher.session())).isFalse();
      try (Reader reader = Wire.viewing(post)) {
        watcher.awaitCounts(post, 1, 1);
        reader.awaitCounts(post, 1, 1);
      }
      watcher.awaitCounts(post, 0, 1);
    }
  }

  @Test
  void aNewListReplacesTheEarlierOne() {
    try (Reader watcher = Wire.watching(post)) {
      watcher.watch(other);
      watcher.awaitCounts(other, 0, 0);
      assertReceivesOnly(other, post, watcher);
    }
  }

  @Test
  void anEmptyListEndsTheWatching() {
    try (Reader watcher = Wire.watching(post)) {
      watcher.watch();
      watcher.reconcile();
      int mark = watcher.mark();
      try (Reader reader = Wire.viewing(post)) {
        reader.awaitCounts(post, 1, 1);
        watcher.watch(other);
        watcher.awaitCounts(other, 0, 0);
      }
      assertThat(watcher.since(mark)).noneMatch(frame -> frame.countsOf(post));
    }
  }

  @Test
  void oneBadPostRefusesTheWholeListAndTheOldOneStays() {
    try (Reader watcher = Wire.watching(post)) {
      int mark = watcher.mark();
      watcher.watch(other, "no post!");
      assertThat(watcher.awaitError(mark)).isEqualTo("bad-post");
      watcher.reconcile();
      assertThat(watcher.since(mark)).filteredOn(frame -> frame.is("error")).hasSize(2);
      assertReceivesOnly(post, other, watcher);
    }
  }

  @Test
  void moreThanAHundredPostsAreTooManyAndTheOldListStays() {
    String[] posts = IntStream.range(0, 101).mapToObj(i -> other + "-" + i).toArray(String[]::new);
    try (Reader watcher = Wire.watching(post)) {
      int mark = watcher.mark();
      watcher.watch(posts);
      assertThat(watcher.awaitError(mark)).isEqualTo("too-many");
      assertReceivesOnly(post, other + "-0", watcher);
    }
  }

  @Test
  void aHundredPostsMayBeWatched() {
    String[] posts = IntStream.range(0, 100).mapToObj(i -> other + "-" + i).toArray(String[]::new);
    try (Reader watcher = Wire.watching(posts)) {
      assertThat(watcher.received("error")).isEmpty();
      assertThat(watcher.received("counts")).hasSize(100);
    }
  }

  private static void assertReceivesOnly(String watched, String silent, Reader watcher) {
    int mark = watcher.mark();
    try (Reader first = Wire.viewing(silent);
        Reader second = Wire.viewing(watched)) {
      first.awaitCounts(silent, 1, 1);
      second.awaitCounts(watched, 1, 1);
      watcher.awaitCounts(watched, 1, 1);
    }
    assertThat(watcher.since(mark)).noneMatch(frame -> frame.countsOf(silent));
  }

  @Test
  void aPostThatIsViewedAndWatchedIsStillPublishedAfterTheMove() {
    try (Reader reader = Wire.viewing(post)) {
      reader.watch(post);
      reader.view(other);
      reader.awaitCounts(other, 1, 1);
      reader.awaitCounts(post, 0, 1);
      try (Reader second = Wire.viewing(post)) {
        second.awaitCounts(post, 1, 2);
        reader.awaitCounts(post, 1, 2);
      }
    }
  }

  @Test
  void aParkedPageIsNotCountedAndReceives() {
    try (Reader parked = Wire.viewing(post);
        Reader reader = Wire.viewing(post)) {
      parked.park();
      reader.awaitCounts(post, 1, 2);
      parked.awaitCounts(post, 1, 2);
      assertThat(redis.exists("session:" + parked.session())).isFalse();
      assertThat(redis.hexists("viewers", parked.session())).isFalse();
      try (Reader third = Wire.viewing(post)) {
        third.awaitCounts(post, 2, 3);
        parked.awaitCounts(post, 2, 3);
      }
    }
  }

  @Test
  void aParkedPageThatLeavesChangesNothing() {
    try (Reader reader = Wire.viewing(post)) {
      Reader parked = Wire.viewing(post);
      parked.park();
      reader.awaitCounts(post, 1, 2);
      int mark = reader.mark();
      parked.close();
      try (Reader third = Wire.viewing(post)) {
        third.awaitCounts(post, 2, 3);
        reader.awaitCounts(post, 2, 3);
      }
      assertThat(reader.since(mark))
          .filteredOn(f -> f.countsOf(post))
          .extracting(Frame::viewers)
          .startsWith(2L);
    }
  }

  @Test
  void parkingBeforeViewingIsNoError() {
    try (Reader reader = Wire.connect()) {
      reader.park();
      reader.view(post);
      reader.awaitCounts(post, 1, 1);
      assertThat(reader.received("error")).isEmpty();
    }
  }
}
