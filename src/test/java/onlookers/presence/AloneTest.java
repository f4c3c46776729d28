package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import onlookers.runtime.Gauge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node counts by itself while Redis is away: its own viewers, each at one post. */
class AloneTest extends OneNode {
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final RecordingSessionListener ofPost = new RecordingSessionListener();
  private final RecordingSessionListener ofOther = new RecordingSessionListener();
  private final Session session = node.open(reader);

  @BeforeEach
  void watch() {
    presence.watch(node.open(ofPost), List.of(POST));
    presence.watch(node.open(ofOther), List.of(OTHER));
  }

  @Test
  void theNodeSaysThatItIsAloneAsLongAsItIs() {
    assertThat(node.nodeMetrics.state().degraded()).isFalse();
    goAway();
    assertThat(node.nodeMetrics.state().degraded()).isTrue();
    node.back();
    time.advance(MOMENT);
    assertThat(node.nodeMetrics.state().degraded()).isFalse();
  }

  @Test
  void whoCameBeforeIsCountedOn() {
    view(session, POST);
    view(session, POST);
    goAway();

    receives(ofPost, "13 1/1");
    receives(ofOther, "14 0/0");
  }

  /** What all had received before is news to who has received something else since. */
  @Test
  void whoComesJustBeforeAnotherGoesReceivesTheirLeaving() {
    goAway();
    view(session, POST);
    time.advance(MOMENT);
    ViewOptions visit = new ViewOptions("0123456789abcdef", null, null);
    Session brief = node.open(new RecordingSessionListener());
    presence.view(brief, POST, visit);
    time.runDue();
    assertThat(ofPost.last()).isEqualTo("13 2/2");
    RecordingSessionListener late = new RecordingSessionListener();
    presence.view(node.open(late), POST, visit);
    time.runDue();
    assertThat(late.last()).isEqualTo("13 3/2");

    presence.leave(brief);
    time.advance(MOMENT);

    assertThat(late.last()).isEqualTo("13 2/2");
  }

  @Test
  void aMoveTakesAViewerFromOnePostToTheOther() {
    goAway();
    view(session, POST);
    receives(ofPost, "13 1/1");

    view(session, OTHER);

    receives(ofPost, "13 0/1");
    receives(ofOther, "14 1/1");
  }

  @Test
  void aMoveBeforeTheOutageIsOneViewerAtTheNewPost() {
    view(session, POST);
    view(session, OTHER);
    goAway();

    receives(ofPost, "13 0/1");
    receives(ofOther, "14 1/1");
  }

  @Test
  void aParkedPageIsCountedNowhereUntilItIsShownAgain() {
    goAway();
    view(session, POST);
    presence.park(session);
    presence.park(session);
    receives(ofPost, "13 0/1");

    view(session, POST);
    receives(ofPost, "13 1/1");
  }

  @Test
  void aParkedPageThatShowsAnotherPostIsCountedThereOnly() {
    goAway();
    view(session, POST);
    presence.park(session);
    view(session, OTHER);

    receives(ofPost, "13 0/1");
    receives(ofOther, "14 1/1");
  }

  @Test
  void whoLeavesIsCountedNoMore() {
    goAway();
    view(session, POST);
    presence.leave(session);
    presence.leave(session);

    receives(ofPost, "13 0/1");
  }

  @Test
  void whoIsLostIsCountedForTheGraceAlsoWhereNobodyElseIs() {
    Post quiet = new Post("15");
    view(session, quiet);
    presence.lose(session);
    goAway();

    RecordingSessionListener curious = new RecordingSessionListener();
    presence.watch(node.open(curious), List.of(quiet));
    receives(curious, "15 1/1");
    time.advance(GRACE);
    receives(curious, "15 0/1");
  }

  @Test
  void whoAsksIsAnsweredThoughNothingChanges() {
    goAway();
    RecordingSessionListener late = new RecordingSessionListener();
    presence.watch(node.open(late), List.of(OTHER));

    time.runDue();

    assertThat(late.last()).isEqualTo("14 0/0");
  }

  @Test
  void aViewerWhoIsTakenOverIsOneViewer() {
    view(session, POST);
    resumeElsewhere(reader.session(), POST);
    goAway();

    receives(ofPost, "13 1/1");
  }

  @Test
  void aParkedPageThatIsTakenOverIsOneViewer() {
    view(session, POST);
    presence.park(session);
    resumeElsewhere(reader.session(), POST);
    goAway();

    receives(ofPost, "13 1/1");
  }

  @Test
  void aViewerWhoIsTakenOverAndMovesIsOneViewerThere() {
    view(session, POST);
    resumeElsewhere(reader.session(), OTHER);
    goAway();

    receives(ofPost, "13 0/1");
    receives(ofOther, "14 1/1");
  }

  @Test
  void aViewerWhoTakesOverAnotherIsNoLongerCountedWhereTheyWere() {
    view(session, POST);
    RecordingSessionListener again = new RecordingSessionListener();
    Session returning = node.open(again);
    view(returning, OTHER);

    presence.view(returning, POST, new ViewOptions(null, null, reader.session()));
    goAway();

    receives(ofPost, "13 1/1");
    receives(ofOther, "14 0/1");
  }

  @Test
  void aViewerWhoResumesASessionOfAnotherNodeIsCountedOnce() {
    redis.sessions.put(FOREIGN, POST);
    redis.owners.put(FOREIGN, "another node");
    view(session, OTHER);
    presence.view(session, POST, new ViewOptions(null, null, FOREIGN));
    goAway();

    receives(ofPost, "13 1/0");
    receives(ofOther, "14 0/1");
  }

  @Test
  void aViewerWhoWentElsewhereIsNotCountedHere() {
    view(session, POST);
    redis.owners.put(reader.session(), "another node");
    presence.sessions().rewrite(reader.session());
    goAway();

    receives(ofPost, "13 0/1");
    assertThat(reader.subscriptions).isEmpty();
  }

  @Test
  void thePostsOfThisNodeAreThoseThatSomebodyListensTo() {
    assertThat(posts()).isEqualTo(2);
    RecordingSessionListener third = new RecordingSessionListener();
    Session alone = node.open(third);
    view(alone, new Post("15"));
    view(session, POST);
    assertThat(posts()).isEqualTo(3);

    RecordingSessionListener again = new RecordingSessionListener();
    Session returning = node.open(again);
    presence.view(returning, new Post("15"), new ViewOptions(null, null, third.session()));
    assertThat(posts()).isEqualTo(3);
    presence.lose(returning);
    assertThat(posts()).isEqualTo(2);
    time.advance(GRACE);
    assertThat(posts()).isEqualTo(2);
  }

  @Test
  void anOutageThatIsOverAtOnceEndsWithWhatRedisSays() {
    view(session, POST);
    time.advance(MOMENT);
    redis.views.put(POST, 7L);
    node.away();
    node.back();

    receives(ofPost, "13 1/7");
    view(session, OTHER);
    receives(ofPost, "13 0/7");
  }

  private long posts() {
    return node.nodeMetrics.value(Gauge.POSTS);
  }

  private void goAway() {
    time.advance(MOMENT);
    node.away();
    time.advance(MOMENT);
  }

  private void resumeElsewhere(String id, Post post) {
    presence.view(node.open(new RecordingSessionListener()), post, new ViewOptions(null, null, id));
  }

  private void receives(RecordingSessionListener listener, String last) {
    time.advance(MOMENT);
    assertThat(listener.last()).isEqualTo(last);
  }

  @Test
  void everyPushIsTimedFromItsChange() {
    view(session, POST);
    time.advance(MOMENT);
    assertThat(LongStream.of(node.nodeMetrics.pushDelays().counts()).sum()).isOne();
  }
}
