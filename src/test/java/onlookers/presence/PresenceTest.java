package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Longer than the pause between two pushes. */
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final InMemoryRedis redis = new InMemoryRedis();
  private final ManualScheduler time = new ManualScheduler();
  private final TestNode node = new TestNode(redis, GRACE, time);
  private final Presence presence = node.presence;
  private final RecordingSessionListener reader = new RecordingSessionListener();
  private final RecordingSessionListener watcher = new RecordingSessionListener();
  private final Session session = node.open(reader);
  private final Session watching = node.open(watcher);

  @Test
  void theSessionIsTheFirstThingReceived() {
    assertThat(reader.received.get(0)).matches("session [A-Za-z0-9_-]{22}");
    assertThat(reader.session()).isNotEqualTo(watcher.session());
  }

  @Test
  void theFirstCountsAfterViewingIncludeIt() {
    view(session, POST);

    receives(reader, "13 1/1");
    assertThat(reader.received.get(1)).isEqualTo("13 1/1");
  }

  @Test
  void aWatcherReceivesCountsAtOnceAndIsNotCounted() {
    presence.watch(watching, List.of(POST));
    receives(watcher, "13 0/0");

    view(session, POST);
    receives(watcher, "13 1/1");
  }

  @Test
  void movingToAnotherPostLeavesNoGhost() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    receives(watcher, "13 1/1");

    view(session, OTHER);

    receives(watcher, "13 0/1");
    receives(reader, "14 1/1");
    assertThat(reader.subscriptions).containsExactly(OTHER);
  }

  @Test
  void repeatingThePostAddsNoView() {
    view(session, POST);
    view(session, POST);
    view(session, POST);

    receives(reader, "13 1/1");
    assertThat(redis.counts(POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void goingAwayAndComingBackIsTwoViews() {
    view(session, POST);
    view(session, OTHER);
    view(session, POST);

    receives(reader, "13 1/2");
  }

  @Test
  void aParkedPageIsNotCountedAndStillReceives() {
    view(session, POST);
    receives(reader, "13 1/1");

    presence.park(session);
    receives(reader, "13 0/1");

    view(session, POST);
    receives(reader, "13 1/1");
  }

  @Test
  void parkingTwiceOrWithoutAPostChangesNothing() {
    presence.park(session);
    view(session, POST);
    presence.park(session);
    presence.park(session);

    receives(reader, "13 0/1");
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void aWatchListReplacesTheEarlierOne() {
    presence.watch(session, List.of(POST, OTHER));
    presence.watch(session, List.of(OTHER));

    time.advance(MOMENT);
    assertThat(reader.subscriptions).containsExactly(OTHER);
  }

  @Test
  void theViewedPostStaysWhenItIsNoLongerWatched() {
    presence.watch(session, List.of(POST));
    view(session, POST);
    presence.watch(session, List.of());

    assertThat(reader.subscriptions).containsExactly(POST);
  }

  @Test
  void tooLongAWatchListIsRefusedWholeAndTheOldOneStays() {
    presence.watch(session, List.of(OTHER));
    receives(reader, "14 0/0");
    presence.watch(session, IntStream.range(0, 4).mapToObj(i -> new Post("many" + i)).toList());

    receives(reader, "error too-many");
    assertThat(reader.subscriptions).containsExactly(OTHER);
  }

  @Test
  void aWatchListMayBeAsLongAsTheLimit() {
    presence.watch(session, IntStream.range(0, 3).mapToObj(i -> new Post("many" + i)).toList());

    assertThat(reader.subscriptions).hasSize(3);
  }

  @Test
  void aLimitOfZeroIsNone() {
    Presence free =
        new Presence(
            new InMemoryPresenceRepository(redis, time),
            new AtOnce(reader),
            new PresenceTools(time, time, new NodeMetrics()),
            new PresencePolicy(GRACE, 0),
            OneNode.NO_SITE);
    Session curious = free.open(reader);
    free.watch(curious, IntStream.range(0, 500).mapToObj(i -> new Post("many" + i)).toList());

    assertThat(reader.subscriptions).hasSize(500);
  }

  @Test
  void theSamePostManyTimesIsOne() {
    presence.watch(session, List.of(POST, POST, POST, POST, POST));

    receives(reader, "13 0/0");
  }

  @Test
  void leavingEndsTheSessionAtOnce() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    receives(watcher, "13 1/1");

    presence.leave(session);

    receives(watcher, "13 0/1");
    assertThat(reader.subscriptions).isEmpty();
  }

  @Test
  void whoLeavesReceivesNothingOfTheirOwnLeaving() {
    RecordingSessionListener leaving = new RecordingSessionListener();
    Presence quick =
        new Presence(
            new InMemoryPresenceRepository(redis, Runnable::run),
            new AtOnce(leaving),
            new PresenceTools(Runnable::run, time, new NodeMetrics()),
            new PresencePolicy(GRACE, 3),
            OneNode.NO_SITE);
    redis.listeners.add(quick::changed);
    Session gone = quick.open(leaving);
    quick.view(gone, POST, ViewOptions.NONE);
    time.advance(MOMENT);
    quick.leave(gone);

    assertThat(leaving.last()).isEqualTo("13 1/1");
  }

  @Test
  void aLostSocketKeepsItsSessionForTheGrace() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    receives(watcher, "13 1/1");

    presence.lose(session);

    time.advance(GRACE.minusMillis(1));
    assertThat(redis.counts(POST).viewers()).isOne();
    time.advance(Duration.ofMillis(1));
    assertThat(redis.counts(POST).viewers()).isZero();
    receives(watcher, "13 0/1");
  }

  @Test
  void aSessionInItsGraceIsRenewedButNotWrittenAnew() {
    view(session, POST);
    time.advance(MOMENT);
    presence.lose(session);
    redis.sessions.remove(reader.session());

    presence.sessions().rewrite(reader.session());
    time.advance(MOMENT);
    assertThat(redis.counts(POST)).as("it may have gone on elsewhere").isEqualTo(new Counts(0, 1));

    presence.sessions().renew(reader.session());
    time.advance(MOMENT);
    assertThat(redis.counts(POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aRenewalInTheGraceTakesNothingBackFromTheNodeOnWhichThePageGoesOn() {
    TestNode second = new TestNode(redis, GRACE, time);
    view(session, POST);
    time.advance(MOMENT);
    presence.lose(session);
    Session resumed = second.open(new RecordingSessionListener());
    second.presence.view(resumed, POST, resuming(reader.session()));
    time.advance(MOMENT);

    presence.sessions().renew(reader.session());

    time.advance(MOMENT);
    assertThat(presence.active()).isEmpty();
    assertThat(redis.owners.get(reader.session())).isEqualTo(second.repository);
    staysAt(POST, new Counts(1, 1));
  }

  @Test
  void withoutAGraceALostSocketEndsItsSession() {
    TestNode strict = new TestNode(redis, Duration.ZERO, time);
    Session lost = strict.open(new RecordingSessionListener());
    strict.presence.view(lost, POST, ViewOptions.NONE);
    strict.presence.lose(lost);

    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void resumingWithinTheGraceNobodyReceivesADip() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    receives(watcher, "13 1/1");
    String id = reader.session();

    presence.lose(session);
    RecordingSessionListener again = new RecordingSessionListener();
    presence.view(node.open(again), POST, resuming(id));

    receives(again, "13 1/1");
    assertThat(again.session()).isEqualTo(id);
    staysAt(POST, new Counts(1, 1));
    assertThat(watcher.all()).doesNotContain("13 0/1", "13 2/1", "13 2/2");
  }

  @Test
  void resumingOnAnotherPostIsAMove() {
    view(session, POST);
    presence.lose(session);
    RecordingSessionListener again = new RecordingSessionListener();
    presence.view(node.open(again), OTHER, resuming(reader.session()));

    receives(again, "14 1/1");
    assertThat(redis.counts(POST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void resumingWhileTheOldSocketIsOpenClosesThatOne() {
    view(session, POST);
    RecordingSessionListener again = new RecordingSessionListener();
    presence.view(node.open(again), POST, resuming(reader.session()));

    receives(reader, "superseded");
    presence.leave(session);
    staysAt(POST, new Counts(1, 1));
  }

  @Test
  void aParkedSessionIsResumedWithoutASecondView() {
    view(session, POST);
    presence.park(session);
    presence.lose(session);
    RecordingSessionListener again = new RecordingSessionListener();
    presence.view(node.open(again), POST, resuming(reader.session()));

    receives(again, "13 1/1");
  }

  @Test
  void aParkedSessionGoesOnAtAnotherNodeAndTheFirstOneLetsItGo() {
    TestNode second = new TestNode(redis, GRACE, time);
    view(session, POST);
    presence.park(session);
    receives(reader, "13 0/1");

    RecordingSessionListener again = new RecordingSessionListener();
    second.presence.view(second.open(again), POST, resuming(reader.session()));
    receives(again, "13 1/1");
    assertThat(again.session()).isEqualTo(reader.session());

    presence.sessions().rewrite(reader.session());
    receives(reader, "superseded");
    staysAt(POST, new Counts(1, 1));
  }

  @Test
  void aParkedSessionThatHasEndedIsNotRevivedAtAnotherNode() {
    TestNode second = new TestNode(redis, GRACE, time);
    view(session, POST);
    presence.park(session);
    presence.leave(session);

    RecordingSessionListener again = new RecordingSessionListener();
    second.presence.view(second.open(again), POST, resuming(reader.session()));
    receives(again, "13 1/2");
    assertThat(again.session()).isNotEqualTo(reader.session());
  }

  @Test
  void whatHasEndedIsNotRevived() {
    view(session, POST);
    presence.leave(session);
    RecordingSessionListener again = new RecordingSessionListener();
    presence.view(node.open(again), POST, resuming(reader.session()));

    receives(again, "13 1/2");
    assertThat(again.session()).isNotEqualTo(reader.session());
  }

  @Test
  void aSessionGoesOnAtAnotherNode() {
    TestNode second = new TestNode(redis, GRACE, time);
    presence.watch(watching, List.of(POST));
    view(session, POST);
    receives(watcher, "13 1/1");
    presence.lose(session);

    RecordingSessionListener again = new RecordingSessionListener();
    Session resumed = second.open(again);
    second.presence.view(resumed, POST, resuming(reader.session()));

    receives(again, "13 1/1");
    assertThat(again.session()).isEqualTo(reader.session());
    staysAt(POST, new Counts(1, 1));
  }

  @Test
  void whatTheClientSaysDuringAResumeComesAfterIt() {
    TestNode second = new TestNode(redis, GRACE, time);
    view(session, POST);
    RecordingSessionListener again = new RecordingSessionListener();
    Session resumed = second.open(again);
    second.presence.view(resumed, POST, resuming(reader.session()));
    second.presence.view(resumed, OTHER, ViewOptions.NONE);
    second.presence.park(resumed);

    receives(again, "14 0/1");
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void theOldNodeLetsGoOfWhatWentOnElsewhere() {
    TestNode second = new TestNode(redis, GRACE, time);
    view(session, POST);
    Session resumed = second.open(new RecordingSessionListener());
    second.presence.view(resumed, POST, resuming(reader.session()));
    time.advance(MOMENT);
    assertThat(redis.owners.containsValue(second.repository)).isTrue();

    presence.sessions().rewrite(reader.session());

    receives(reader, "superseded");
    assertThat(presence.active()).isEmpty();
  }

  @Test
  void whatTheClientAskedIsRefusedAloudAndWhatItDidNotInSilence() {
    view(session, POST);
    receives(reader, "13 1/1");
    node.repository.refuse();

    presence.sessions().rewrite(reader.session());
    presence.sessions().rewriteAll();
    view(session, OTHER);

    time.advance(MOMENT);
    assertThat(reader.all().contains("error unavailable")).isTrue();
    receives(reader, "14 0/0");
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
    time.advance(MOMENT);
    assertThat(redis.viewers(POST)).isOne();
  }

  @Test
  void withoutRedisTheNodeCountsForItself() {
    presence.watch(watching, List.of(POST));
    view(session, POST);
    receives(watcher, "13 1/1");

    node.away();
    receives(watcher, "13 1/1");
    assertThat(watcher.all()).contains("degraded true");
    RecordingSessionListener late = new RecordingSessionListener();
    Session latecomer = node.open(late);
    time.advance(MOMENT);
    assertThat(late.all()).contains("degraded true");
    view(latecomer, POST);

    receives(watcher, "13 2/2");
    receives(late, "13 2/2");
  }

  @Test
  void whenRedisIsBackTheSessionsAreWrittenAgain() {
    view(session, POST);
    node.away();
    time.advance(MOMENT);
    assertThat(reader.all().contains("degraded true")).isTrue();
    redis.sessions.clear();
    redis.owners.clear();

    node.back();

    time.advance(MOMENT);
    assertThat(redis.counts(POST)).isEqualTo(new Counts(1, 1));
    receives(reader, "13 1/1");
    assertThat(reader.all()).containsSubsequence("degraded true", "degraded false", "13 1/1");
  }

  @Test
  void nothingIsLeftOfAReaderWhoHasGone() {
    presence.watch(session, List.of(POST, OTHER));
    view(session, POST);
    presence.leave(session);
    presence.leave(watching);

    time.advance(MOMENT);
    assertThat(node.nodeMetrics.value(Gauge.POSTS)).isZero();
    assertThat(presence.active()).isEmpty();
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

  private void receives(RecordingSessionListener listener, String last) {
    time.advance(MOMENT);
    assertThat(listener.last()).isEqualTo(last);
  }

  /** No grace ends it. */
  private void staysAt(Post post, Counts counts) {
    time.advance(GRACE.multipliedBy(2));
    assertThat(redis.counts(post)).isEqualTo(counts);
  }

  private record AtOnce(RecordingSessionListener listener) implements CountsPublisher {
    @Override
    public void publish(Post post, Counts counts) {
      listener.publish(post, counts);
    }

    @Override
    public void online(long viewers) {
      listener.publishOnline(viewers);
    }

    @Override
    public void degraded(boolean degraded) {
      listener.degraded(degraded);
    }
  }
}
