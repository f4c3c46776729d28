package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How counts are learnt that nobody announced, and what is read for it. */
class RereadTest extends OneNode {
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final RecordingSessionListener watcher = new RecordingSessionListener();
  private final Session watching = node.open(watcher);

  @BeforeEach
  void watch() {
    presence.watch(watching, List.of(POST));
    time.advance(Duration.ofMillis(100));
    assertThat(watcher.last()).isEqualTo("13 0/0");
  }

  @Test
  void whatNobodyAnnouncedIsFoundWithinTenSeconds() {
    somebodyComesUnheard();

    time.advance(Duration.ofSeconds(6));
    assertThat(watcher.last()).isEqualTo("13 0/0");
    time.advance(Duration.ofSeconds(4));
    assertThat(watcher.last()).isEqualTo("13 1/0");
  }

  @Test
  void postsThatWereReadTogetherAreNotReadTogetherAgain() {
    watchOthers(500);
    time.advance(Duration.ofSeconds(18));
    int most = 0;
    int all = 0;
    for (int round = 0; round < 9; round++) {
      int before = node.repository.reads();
      time.advance(ROUND);
      most = Math.max(most, node.repository.reads() - before);
      all += node.repository.reads() - before;
    }
    assertThat(all).isBetween(500, 501);
    assertThat(most).isLessThan(150);
  }

  @Test
  void whereNothingIsAnnouncedAgainAndAgainItIsFoundAsSoon() {
    for (int i = 1; i < 4; i++) {
      presence.announced(false);
      presence.announced(true);
      time.advance(Duration.ofMillis(100));
      presence.announced(false);
      redis.sessions.put(FOREIGN + i, POST);
      time.advance(Duration.ofMillis(1_400));
      assertThat(watcher.last()).isEqualTo("13 " + i + "/0");
      presence.announced(true);
      time.advance(Duration.ofMillis(500));
    }
  }

  @Test
  void whereItIsAnnouncedThePollingEnds() {
    presence.announced(false);
    time.advance(Duration.ofSeconds(2));
    int polled = time.waiting();
    presence.announced(true);
    time.advance(Duration.ofSeconds(2));
    assertThat(time.waiting()).isEqualTo(polled - 1);
  }

  @Test
  void ofManyPostsSomeTwentyAreReadAgainASecond() {
    watchOthers(1_200);
    time.advance(Duration.ofMinutes(1));
    int before = node.repository.reads();
    time.advance(Duration.ofMinutes(2));
    assertThat((node.repository.reads() - before) / 120).isBetween(18, 27);
  }

  @Test
  void eachOfManyPostsIsLookedAtWithinTwoSecondsAfterItsTime() {
    watchOthers(600);
    time.advance(Duration.ofSeconds(32));
    int before = node.repository.reads();
    time.advance(Duration.ofSeconds(32));
    assertThat(node.repository.reads() - before).isGreaterThanOrEqualTo(601);
  }

  private void watchOthers(int posts) {
    for (int i = 0; i < posts; i++) {
      presence.watch(node.open(neighbour), List.of(new Post("p" + i)));
    }
  }

  @Test
  void aPostIsFollowedFromItsFirstListenerToItsLast() {
    Session reader = node.open(neighbour);
    presence.view(reader, OTHER, ViewOptions.NONE);
    presence.watch(watching, List.of(POST, OTHER));
    presence.leave(reader);
    time.runDue(); // a client is answered before it asks again
    assertThat(node.repository.follows()).containsExactly("+13", "+14");
    presence.watch(watching, List.of());
    time.runDue();
    assertThat(node.repository.follows().subList(2, 4)).containsExactlyInAnyOrder("-13", "-14");
    presence.watch(watching, List.of(POST));
    assertThat(node.repository.follows()).hasSize(5).endsWith("+13");
  }

  @Test
  void whereNothingIsAnnouncedItIsFoundWithinASecondAndAHalf() {
    presence.announced(false);
    somebodyComesUnheard();
    time.advance(Duration.ofMillis(1_400));
    assertThat(watcher.last()).isEqualTo("13 1/0");

    presence.announced(true);
    int before = node.repository.reads();
    time.advance(Duration.ofSeconds(4));
    assertThat(node.repository.reads()).isEqualTo(before);
  }

  @Test
  void aQuietPostIsReadOnceInSevenToNineSeconds() {
    time.advance(Duration.ofSeconds(5));
    int before = node.repository.reads();

    time.advance(Duration.ofMinutes(5));

    assertThat(node.repository.reads() - before).isBetween(31, 45);
  }

  @Test
  void aPostOnWhichNobodyIsIsNotRead() {
    Session reader = node.open(neighbour);
    presence.view(reader, POST, ViewOptions.NONE);
    presence.leave(reader);
    presence.leave(watching);
    time.advance(GRACE);
    int before = node.repository.reads();

    time.advance(Duration.ofMinutes(2));

    assertThat(node.repository.reads()).isEqualTo(before);
  }

  @Test
  void whenSomethingMayHaveBeenMissedEveryPostIsReadAtOnce() {
    presence.watch(node.open(neighbour), List.of(OTHER));
    time.advance(Duration.ofMillis(100));
    somebodyComesUnheard();
    redis.views.put(OTHER, 5L);

    presence.changedAll();
    time.runDue();

    assertThat(watcher.last()).isEqualTo("13 1/0");
    assertThat(neighbour.last()).isEqualTo("14 0/5");
  }

  @Test
  void anAnswerThatIsNoNewsToTheOthersIsNotReadAgain() {
    int before = node.repository.reads();

    presence.watch(node.open(neighbour), List.of(POST));
    time.advance(Duration.ofMillis(100));

    assertThat(neighbour.last()).isEqualTo("13 0/0");
    assertThat(node.repository.reads()).isEqualTo(before + 1);
  }

  @Test
  void anAnswerThatIsNewsToTheOthersIsSoonPublishedToThemToo() {
    somebodyComesUnheard();

    presence.watch(node.open(neighbour), List.of(POST));
    time.advance(Duration.ofMillis(100));

    assertThat(neighbour.last()).isEqualTo("13 1/0");
    assertThat(watcher.last()).isEqualTo("13 1/0");
  }

  @Test
  void whoReceivedWhatTheOthersDidNotReceivesThatItIsOverAlready() {
    somebodyComesUnheard();
    presence.watch(node.open(neighbour), List.of(POST));
    redis.sessions.clear();

    time.advance(Duration.ofMillis(100));

    assertThat(neighbour.all()).endsWith("13 1/0", "13 0/0");
  }

  @Test
  void aPageThatAsksAgainReceivesNothingBeforeItsAnswer() {
    node.repository.beLate();
    Session session = node.open(neighbour);
    presence.view(session, POST, ViewOptions.NONE);
    time.advance(Duration.ofMillis(100));
    while (node.repository.waiting() > 0) {
      node.repository.answerNext();
      time.runDue();
    }
    assertThat(neighbour.last()).isEqualTo("13 1/1");
    time.advance(Duration.ofMillis(100));

    redis.views.put(POST, 2L);
    presence.changed(POST); // is asked first, and answered first
    redis.views.put(POST, 3L);
    presence.view(session, POST, ViewOptions.NONE);
    node.repository.answerNext();
    time.runDue();
    assertThat(watcher.last()).isEqualTo("13 1/2");
    assertThat(neighbour.last()).isEqualTo("13 1/1");

    node.repository.answerNext();
    time.runDue();
    assertThat(neighbour.last()).isEqualTo("13 1/3");
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsAskedForNoLonger() {
    Session session = node.open(neighbour);
    node.repository.beLate();
    presence.watch(session, List.of(POST, OTHER));
    assertThat(node.repository.waiting()).isEqualTo(2);

    presence.leave(session);
    assertThat(node.repository.waiting()).isZero();
  }

  @Test
  void whatAMoveHasLeftBehindIsAskedForNoLonger() {
    Session session = node.open(neighbour);
    node.repository.beLate();
    presence.view(session, POST, ViewOptions.NONE);
    presence.view(session, OTHER, ViewOptions.NONE);

    assertThat(node.repository.waiting()).isEqualTo(3); // the answer, and a push of either
  }

  /** A session that is not ours, by a writer whom nobody receives. */
  private void somebodyComesUnheard() {
    redis.sessions.put(FOREIGN, POST);
  }
}
