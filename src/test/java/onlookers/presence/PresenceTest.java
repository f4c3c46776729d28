package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import onlookers.presence.Instruments.Gauge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final InMemoryRedis redis = new InMemoryRedis();
  private final TestNode node = new TestNode(redis, Duration.ofMillis(300));
  private final Presence presence = node.presence;
  private final RecordingListener reader = new RecordingListener();
  private final RecordingListener watcher = new RecordingListener();
  private final Session session = node.open(reader);
  private final Session watching = node.open(watcher);

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void theSessionIsTheFirstThingHeard() {
    assertThat(reader.heard.get(0)).matches("session [A-Za-z0-9_-]{22}");
    assertThat(reader.session()).isNotEqualTo(watcher.session());
  }

  @Test
  void theFirstCountsAfterViewingIncludeIt() {
    view(session, POST);

    hears(reader, "13 1/1");
    assertThat(reader.heard.get(1)).isEqualTo("13 1/1");
  }

  @Test
  void watchingIsToldAtOnceAndIsNotCounted() {
    presence.watch(watching, List.of(POST));
    hears(watcher, "13 0/0");

    view(session, POST);
    hears(watcher, "13 1/1");
  }

  @Test
  void movingToAnotherPostLeavesNoGhost() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    hears(watcher, "13 1/1");

    view(session, OTHER);

    hears(watcher, "13 0/1");
    hears(reader, "14 1/1");
    assertThat(reader.seats).containsExactly(OTHER);
  }

  @Test
  void repeatingThePostAddsNoView() {
    view(session, POST);
    view(session, POST);
    view(session, POST);

    hears(reader, "13 1/1");
    assertThat(redis.counts(POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void goingAwayAndComingBackIsTwoViews() {
    view(session, POST);
    view(session, OTHER);
    view(session, POST);

    hears(reader, "13 1/2");
  }

  @Test
  void aParkedPageIsNotCountedAndStillTold() {
    view(session, POST);
    hears(reader, "13 1/1");

    presence.park(session);
    hears(reader, "13 0/1");

    view(session, POST);
    hears(reader, "13 1/1");
  }

  @Test
  void parkingTwiceOrWithoutAPostChangesNothing() {
    presence.park(session);
    view(session, POST);
    presence.park(session);
    presence.park(session);

    hears(reader, "13 0/1");
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void aWatchListReplacesTheEarlierOne() {
    presence.watch(session, List.of(POST, OTHER));
    presence.watch(session, List.of(OTHER));

    await().untilAsserted(() -> assertThat(reader.seats).containsExactly(OTHER));
  }

  @Test
  void theViewedPostStaysWhenItIsNoLongerWatched() {
    presence.watch(session, List.of(POST));
    view(session, POST);
    presence.watch(session, List.of());

    assertThat(reader.seats).containsExactly(POST);
  }

  @Test
  void tooLongAWatchListIsRefusedWholeAndTheOldOneStays() {
    presence.watch(session, List.of(OTHER));
    hears(reader, "14 0/0");
    presence.watch(session, IntStream.range(0, 4).mapToObj(i -> new Post("many" + i)).toList());

    hears(reader, "error too-many");
    assertThat(reader.seats).containsExactly(OTHER);
  }

  @Test
  void theSamePostManyTimesIsOne() {
    presence.watch(session, List.of(POST, POST, POST, POST, POST));

    hears(reader, "13 0/0");
  }

  @Test
  void leavingEndsTheSessionAtOnce() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    hears(watcher, "13 1/1");

    presence.leave(session);

    hears(watcher, "13 0/1");
    assertThat(reader.seats).isEmpty();
  }

  @Test
  void aLostSocketKeepsItsSessionForTheGrace() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    hears(watcher, "13 1/1");

    presence.lose(session);

    assertThat(redis.counts(POST).viewers()).isOne();
    hears(watcher, "13 0/1");
  }

  @Test
  void withoutAGraceALostSocketEndsItsSession() {
    try (TestNode strict = new TestNode(redis, Duration.ZERO)) {
      Session lost = strict.open(new RecordingListener());
      strict.presence.view(lost, POST, ViewOptions.NONE);
      strict.presence.lose(lost);

      assertThat(redis.sessions).isEmpty();
    }
  }

  @Test
  void resumingWithinTheGraceNobodyHearsADip() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    hears(watcher, "13 1/1");
    String id = reader.session();

    presence.lose(session);
    RecordingListener again = new RecordingListener();
    presence.view(node.open(again), POST, resuming(id));

    hears(again, "13 1/1");
    assertThat(again.session()).isEqualTo(id);
    staysAt(redis, POST, new Counts(1, 1));
    assertThat(watcher.all()).doesNotContain("13 0/1", "13 2/1", "13 2/2");
  }

  @Test
  void resumingOnAnotherPostIsAMove() {
    view(session, POST);
    presence.lose(session);
    RecordingListener again = new RecordingListener();
    presence.view(node.open(again), OTHER, resuming(reader.session()));

    hears(again, "14 1/1");
    assertThat(redis.counts(POST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void resumingWhileTheOldSocketIsOpenClosesThatOne() {
    view(session, POST);
    RecordingListener again = new RecordingListener();
    presence.view(node.open(again), POST, resuming(reader.session()));

    hears(reader, "superseded");
    presence.leave(session);
    staysAt(redis, POST, new Counts(1, 1));
  }

  @Test
  void aParkedSessionIsResumedWithoutASecondView() {
    view(session, POST);
    presence.park(session);
    presence.lose(session);
    RecordingListener again = new RecordingListener();
    presence.view(node.open(again), POST, resuming(reader.session()));

    hears(again, "13 1/1");
  }

  @Test
  void whatHasEndedIsNotRevived() {
    view(session, POST);
    presence.leave(session);
    RecordingListener again = new RecordingListener();
    presence.view(node.open(again), POST, resuming(reader.session()));

    hears(again, "13 1/2");
    assertThat(again.session()).isNotEqualTo(reader.session());
  }

  @Test
  void aSessionGoesOnAtAnotherNode() {
    try (TestNode second = new TestNode(redis, Duration.ofMillis(300))) {
      presence.watch(watching, List.of(POST));
      view(session, POST);
      hears(watcher, "13 1/1");
      presence.lose(session);

      RecordingListener again = new RecordingListener();
      Session resumed = second.open(again);
      second.presence.view(resumed, POST, resuming(reader.session()));

      hears(again, "13 1/1");
      assertThat(again.session()).isEqualTo(reader.session());
      staysAt(redis, POST, new Counts(1, 1));
    }
  }

  @Test
  void whatTheClientSaysDuringAResumeComesAfterIt() {
    try (TestNode second = new TestNode(redis, Duration.ofMillis(300))) {
      view(session, POST);
      RecordingListener again = new RecordingListener();
      Session resumed = second.open(again);
      second.presence.view(resumed, POST, resuming(reader.session()));
      second.presence.view(resumed, OTHER, ViewOptions.NONE);
      second.presence.park(resumed);

      hears(again, "14 0/1");
      assertThat(redis.sessions).isEmpty();
    }
  }

  @Test
  void theOldNodeLetsGoOfWhatWentOnElsewhere() {
    try (TestNode second = new TestNode(redis, Duration.ofMillis(300))) {
      view(session, POST);
      Session resumed = second.open(new RecordingListener());
      second.presence.view(resumed, POST, resuming(reader.session()));
      await().until(() -> redis.owners.containsValue(second.repository));

      presence.rewrite(reader.session());

      hears(reader, "superseded");
      assertThat(presence.living()).isEmpty();
    }
  }

  @Test
  void whatTheClientAskedIsRefusedAloudAndWhatItDidNotInSilence() {
    view(session, POST);
    hears(reader, "13 1/1");
    node.repository.refuse();

    presence.rewrite(reader.session());
    presence.restore();
    view(session, OTHER);

    await().until(() -> reader.all().contains("error unavailable"));
    hears(reader, "14 0/0");
    assertThat(reader.all()).containsOnlyOnce("error unavailable");
  }

  @Test
  void twoSocketsThatResumeEachOtherDoNotLockUp() throws InterruptedException {
    view(session, POST);
    view(watching, POST);
    Thread one = new Thread(() -> presence.view(session, POST, resuming(watcher.session())));
    Thread two = new Thread(() -> presence.view(watching, POST, resuming(reader.session())));
    one.start();
    two.start();
    one.join(5_000);
    two.join(5_000);

    assertThat(one.isAlive() || two.isAlive()).isFalse();
    await().untilAsserted(() -> assertThat(redis.viewers(POST)).isOne());
  }

  @Test
  void withoutRedisTheNodeCountsForItself() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    hears(watcher, "13 1/1");

    node.away();
    hears(watcher, "13 1/1");
    assertThat(watcher.all()).contains("degraded true");
    RecordingListener late = new RecordingListener();
    Session latecomer = node.open(late);
    await().untilAsserted(() -> assertThat(late.all()).contains("degraded true"));
    view(latecomer, POST);

    hears(watcher, "13 2/2");
    hears(late, "13 2/2");
  }

  @Test
  void whenRedisIsBackTheSessionsAreWrittenAgain() {
    view(session, POST);
    node.away();
    await().until(() -> reader.all().contains("degraded true"));
    redis.sessions.clear();
    redis.owners.clear();

    node.back();

    await().untilAsserted(() -> assertThat(redis.counts(POST)).isEqualTo(new Counts(1, 1)));
    hears(reader, "13 1/1");
    assertThat(reader.all()).containsSubsequence("degraded true", "degraded false", "13 1/1");
  }

  @Test
  void nothingIsLeftOfAReaderWhoHasGone() {
    presence.watch(session, List.of(POST, OTHER));
    view(session, POST);
    presence.leave(session);
    presence.leave(watching);

    await().untilAsserted(() -> assertThat(node.instruments.value(Gauge.POSTS)).isZero());
    assertThat(presence.living()).isEmpty();
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void closingEndsEverySessionEvenThoseInTheirGrace() {
    view(session, POST);
    view(watching, POST);
    presence.lose(session);

    presence.close();

    assertThat(redis.sessions).isEmpty();
  }

  private void view(Session who, Post post) {
    presence.view(who, post, ViewOptions.NONE);
  }

  private static ViewOptions resuming(String id) {
    return new ViewOptions(null, null, id);
  }

  private static void hears(RecordingListener listener, String last) {
    await().untilAsserted(() -> assertThat(listener.last()).isEqualTo(last));
  }

  /** Nothing is to happen; that can only be waited for. */
  private static void staysAt(InMemoryRedis redis, Post post, Counts counts) {
    await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(5))
        .until(() -> redis.counts(post).equals(counts));
  }
}
