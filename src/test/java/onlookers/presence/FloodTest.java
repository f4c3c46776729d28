package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

/** However much one client asks, others wait for no more than its next question or two. */
class FloodTest {
  private static final Post HOME = new Post("home");
  private static final Post LAST = new Post("p59");

  private final InMemoryRedis redis = new InMemoryRedis();
  private final ManualScheduler time = new ManualScheduler();
  private final TestNode node = new TestNode(redis, Duration.ofSeconds(10), 1_000, time);
  private final Presence presence = node.presence;
  private final RecordingSessionListener stranger = new RecordingSessionListener();
  private final Session session = node.open(stranger);

  @Test
  void ofSixtyListsTheFirstAndTheLastAreAskedFor() {
    for (int i = 0; i < 60; i++) {
      presence.watch(session, list("l" + i + "-", 10));
    }
    assertThat(node.repository.reads()).isEqualTo(10);

    answerAll();

    assertThat(node.repository.reads()).isEqualTo(20);
    assertThat(stranger.subscriptions).containsExactlyInAnyOrderElementsOf(list("l59-", 10));
    assertThat(stranger.all()).contains("l59-0 0/0", "l59-9 0/0").doesNotContain("l30-0 0/0");
  }

  @Test
  void aLongListIsAskedForInPartsAndAnsweredWhole() {
    node.repository.beLate();
    presence.watch(session, list("p", 100));
    assertThat(node.repository.waiting()).isEqualTo(20);

    answerAll();

    assertThat(stranger.all()).containsAll(zeros("p", 100));
    assertThat(node.repository.reads()).isEqualTo(100);
  }

  @Test
  void viewsThatComeAtOnceAreWrittenOneAfterTheOtherAndAllAreCounted() {
    for (Post post : list("p", 60)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    assertThat(node.repository.writes()).isEqualTo(2);

    answerAll();

    assertThat(list("p", 60)).allMatch(post -> redis.counts(post).views() == 1);
    assertThat(redis.counts(LAST)).isEqualTo(new Counts(1, 1));
    assertThat(stranger.last()).isEqualTo("p59 1/1");
  }

  @Test
  void renewalsAndParkingsWaitLikewise() {
    for (int i = 0; i < 30; i++) {
      presence.view(session, HOME, ViewOptions.NONE);
      presence.park(session);
    }
    assertThat(node.repository.writes()).isEqualTo(3);

    answerAll();

    assertThat(redis.counts(HOME)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void whoeverViewsParksAndLeavesDoesNotWait() {
    presence.view(session, HOME, ViewOptions.NONE);
    presence.park(session);
    presence.view(session, HOME, ViewOptions.NONE);
    presence.leave(session);

    assertThat(redis.counts(HOME)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void whatWasViewedBeforeLeavingIsCountedAndLeavesNoGhost() {
    for (Post post : list("p", 60)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    presence.leave(session);

    answerAll();

    assertThat(list("p", 60)).allMatch(post -> redis.counts(post).equals(new Counts(0, 1)));
    assertThat(presence.sessions().isAlive(session.id())).isFalse();
  }

  @Test
  void whoIsLostAmidAFloodIsOnItsLastPostForItsGrace() {
    for (Post post : list("p", 60)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    presence.lose(session);
    answerAll();
    assertThat(redis.counts(LAST)).isEqualTo(new Counts(1, 1));

    time.advance(Duration.ofSeconds(11));
    assertThat(redis.counts(LAST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void nobodyWaitsLongForAnswersThatDoNotCome() {
    node.repository.beLate();
    for (Post post : list("p", 4)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    presence.leave(session);
    assertThat(node.repository.writes()).isEqualTo(2);

    time.advance(Duration.ofSeconds(6));

    assertThat(redis.counts(new Post("p3"))).isEqualTo(new Counts(0, 1));
  }

  @Test
  void answersThatAreAbandonedAreNotWaitedFor() {
    node.repository.overloaded(true);
    for (Post post : list("p", 60)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    time.runDue();

    assertThat(redis.counts(LAST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void whileRedisIsAwayFloodsTakeTurnsToo() {
    node.away();
    time.runDue();
    for (Post post : list("p", 60)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    presence.watch(session, list("w", 100));
    answerAll();

    assertThat(stranger.all()).contains("p59 1/1").containsAll(zeros("w", 100));
  }

  /** {@code limit.messages} may be off. */
  @Test
  void ofMoreThanAnHonestClientSendsNoneIsLostEither() {
    for (Post post : list("p", 200)) {
      presence.view(session, post, ViewOptions.NONE);
    }
    presence.watch(session, list("w", 10));
    presence.watch(session, List.of());
    answerAll();

    assertThat(list("p", 200)).allMatch(post -> redis.counts(post).views() == 1);
    assertThat(stranger.subscriptions).containsExactly(new Post("p199"));
  }

  @Test
  void aListIsTakenUpWhereTheLastOneWasLeft() {
    presence.watch(session, list("p", 60));
    presence.watch(session, list("p", 100));
    answerAll();

    assertThat(stranger.all()).containsAll(zeros("p", 100));
    assertThat(node.repository.reads()).isEqualTo(100);
  }

  @Test
  void aCrowdThatFloodsIsSlowedDownAndLosesNothing() {
    List<Session> crowd =
        IntStream.range(0, 100).mapToObj(i -> node.open(new RecordingSessionListener())).toList();
    for (Session one : crowd) {
      list("p", 30).forEach(post -> presence.view(one, post, ViewOptions.NONE));
    }
    presence.view(session, HOME, ViewOptions.NONE);
    time.runDue();
    assertThat(node.repository.writes()).isEqualTo(201);
    assertThat(stranger.last()).isEqualTo("home 1/1");

    time.advance(Duration.ofMillis(25));
    assertThat(node.repository.writes()).isEqualTo(401);

    time.advance(Duration.ofSeconds(1));
    assertThat(list("p", 30)).allMatch(post -> redis.counts(post).views() == 100);
    assertThat(redis.counts(new Post("p29"))).isEqualTo(new Counts(100, 100));
  }

  @Test
  void whoLeavesAmidACrowdThatFloodsDoesNotWait() {
    for (int i = 0; i < 100; i++) {
      Session one = node.open(new RecordingSessionListener());
      list("p", 3).forEach(post -> presence.view(one, post, ViewOptions.NONE));
    }
    presence.view(session, HOME, ViewOptions.NONE);
    time.runDue();
    presence.leave(session);

    assertThat(redis.counts(HOME)).isEqualTo(new Counts(0, 1));
  }

  /** It has not heard what an answer said that came too late for who asked. */
  @Test
  void whoIsLeftAloneOnAPostReceivesWhatAnotherHasAskedFor() {
    RecordingSessionListener neighbour = new RecordingSessionListener();
    presence.watch(node.open(neighbour), List.of(HOME));
    answerAll();
    redis.sessions.put("foreign", HOME); // by a writer whom nobody receives
    node.repository.beLate();
    presence.watch(session, List.of(HOME));
    for (int i = 0; i < 4; i++) {
      presence.view(session, new Post("other" + i), ViewOptions.NONE);
    }
    time.advance(Duration.ofSeconds(6)); // nobody waits for answers any more
    presence.leave(session);
    answerAll();
    time.advance(Duration.ofMillis(100));
    answerAll();

    assertThat(neighbour.last()).isEqualTo("home 1/0");
  }

  private void answerAll() {
    time.runDue();
    while (node.repository.waiting() > 0) {
      node.repository.answerNext();
      time.runDue();
    }
  }

  private static List<Post> list(String prefix, int length) {
    return IntStream.range(0, length).mapToObj(i -> new Post(prefix + i)).toList();
  }

  private static List<String> zeros(String prefix, int length) {
    return list(prefix, length).stream().map(post -> post + " 0/0").toList();
  }

  @Test
  void thoseWhoViewAPostHereAreFoundByItAndByTheirIds() {
    Session viewing = node.open(new RecordingSessionListener());
    presence.view(viewing, HOME, ViewOptions.NONE);
    presence.park(session);

    assertThat(presence.active()).extracting(one -> one.viewing().post()).containsExactly(HOME);
    assertThat(presence.sessions().active(Set.of(HOME))).hasSize(1);
    assertThat(presence.sessions().active(Set.of(LAST))).isEmpty();
    assertThat(presence.sessions().active(viewing.id())).isNotNull();
    assertThat(presence.sessions().active(session.id())).as("views nothing").isNull();
    assertThat(presence.sessions().active("nobody")).isNull();
  }
}
