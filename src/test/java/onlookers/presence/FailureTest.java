package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

/** What fails for one fails for nobody else, and not for ever. */
class FailureTest extends OneNode {
  private static final Duration REREAD = Duration.ofSeconds(4);

  @Test
  void aSocketThatThrowsWhenCountsArePublishedSilencesNobody() {
    view(open(reader), POST);
    view(open(neighbour), POST);
    time.advance(REREAD);

    reader.failsIn("publish");
    view(open(new RecordingSessionListener()), POST);
    time.advance(Duration.ofMillis(100));
    assertThat(neighbour.last()).isEqualTo("13 3/3");

    view(open(new RecordingSessionListener()), POST);
    time.advance(Duration.ofMillis(100));
    assertThat(neighbour.last()).isEqualTo("13 4/4");
    assertThat(reader.last()).isEqualTo("13 4/4");
  }

  @Test
  void anAudienceThatFailsFreezesNoPost() {
    FailingPublisher publisher = new FailingPublisher();
    Presence alone = presence(publisher);
    view(alone, reader);
    time.advance(REREAD);

    publisher.fails = true;
    view(alone, neighbour);
    time.advance(REREAD);
    view(alone, new RecordingSessionListener());
    time.advance(REREAD);

    assertThat(publisher.published).endsWith("13 3/3");
  }

  @Test
  void anAudienceThatFailsWhenRedisIsBackFreezesNoPost() {
    FailingPublisher publisher = new FailingPublisher();
    Presence alone = presence(publisher);
    view(alone, reader);
    alone.away();
    time.advance(REREAD);

    publisher.fails = true;
    try {
      alone.back();
    } catch (RuntimeException expected) {
      assertThat(expected).hasMessage("Socket is not connected.");
    }
    time.advance(REREAD);
    view(alone, neighbour);
    time.advance(REREAD);

    assertThat(publisher.published).endsWith("13 2/2");
  }

  @Test
  void whoIsAnsweredBehindASocketThatThrowsIsAnswered() {
    view(open(reader.failsIn("answer")), POST);
    view(open(neighbour), POST);
    time.runDue();

    assertThat(neighbour.last()).isEqualTo("13 2/2");
    time.advance(Duration.ofMillis(100));
    view(open(new RecordingSessionListener()), POST);
    time.advance(Duration.ofMillis(100));
    assertThat(neighbour.last()).isEqualTo("13 3/3");
  }

  @Test
  void aReturningPageIsAnsweredThoughItsOldSocketThrows() {
    view(open(reader.failsIn("superseded")), POST);
    time.runDue();

    resume(open(neighbour), POST, reader.session());
    time.runDue();

    assertThat(neighbour.all()).endsWith("session " + reader.session(), "13 1/1");
  }

  @Test
  void aReadThatIsGivenUpIsAskedAgain() {
    view(open(reader), POST);
    time.advance(REREAD);

    node.repository.overloaded(true);
    presence.changed(POST);
    time.runDue();
    node.repository.overloaded(false);
    view(open(neighbour), POST);
    time.advance(REREAD);

    assertThat(reader.last()).isEqualTo("13 2/2");
  }

  @Test
  void aResumeThatIsNeverAnsweredEndsWithinItsLimit() {
    Session session = open(reader);
    view(session, POST);
    node.repository.beLate();
    resume(session, OTHER, FOREIGN);

    presence.leave(session); // waits for the answer
    time.advance(SessionResumer.LIMIT.minusMillis(1));
    assertThat(presence.active()).hasSize(1);
    time.advance(Duration.ofMillis(1));

    assertThat(presence.active()).isEmpty();
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void anAnswerThatComesTooLateGivesTheSessionBack() {
    foreignSessionOn(POST);
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    time.advance(SessionResumer.LIMIT);
    String own = reader.session();

    node.repository.answerNext();
    time.runDue();

    assertThat(redis.sessions).containsOnlyKeys(own);
    assertThat(presence.sessions().isAlive(own)).isTrue();
  }

  @Test
  void anAnswerToASocketThatHasGoneGivesTheSessionBack() {
    foreignSessionOn(POST);
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    presence.leave(session);

    node.repository.answerNext();
    time.runDue();

    assertThat(redis.sessions).isEmpty();
    assertThat(presence.active()).isEmpty();
  }

  @Test
  void whatIsHeldWaitsForTheSecondResumeAsWell() {
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    resume(session, OTHER, "GGGGGGGGGGGGGGGGGGGGGG"); // held
    presence.park(session); // held: the last word

    node.repository.answerNext();
    time.runDue();
    assertThat(presence.isViewing(session, POST)).isTrue();
    answerAll();

    assertThat(presence.isViewing(session, OTHER)).isFalse();
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void theEndOfTheSocketIsNotUndoneByASecondResume() {
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    resume(session, OTHER, "GGGGGGGGGGGGGGGGGGGGGG");
    presence.lose(session);

    answerAll();
    assertThat(presence.active()).hasSize(1); // in its grace
    time.advance(GRACE.plusSeconds(1));

    assertThat(presence.active()).isEmpty();
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void ofTwoSocketsThatResumeOneForeignSessionTheFirstIsSuperseded() {
    foreignSessionOn(POST);
    node.repository.beLate();
    Session first = open(reader);
    Session second = open(neighbour);
    resume(first, POST, FOREIGN);
    resume(second, POST, FOREIGN);
    answerAll();

    assertThat(reader.last()).isEqualTo("superseded");
    assertThat(neighbour.all()).contains("session " + FOREIGN);
    presence.leave(first);
    assertThat(presence.isViewing(second, POST)).isTrue();
    assertThat(redis.sessions).containsOnlyKeys(FOREIGN);
    presence.leave(second);
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void ofTwoSocketsThatResumeOneForeignSessionTheOneThatHasGoneEndsNothing() {
    foreignSessionOn(POST);
    node.repository.beLate();
    Session first = open(reader);
    Session second = open(neighbour);
    resume(first, POST, FOREIGN);
    resume(second, POST, FOREIGN);
    presence.leave(second);
    answerAll();

    assertThat(presence.isViewing(first, POST)).isTrue();
    assertThat(redis.sessions).containsOnlyKeys(FOREIGN);
  }

  @Test
  void aSocketThatThrowsWhileItsResumeSettlesLeavesNoSession() {
    foreignSessionOn(POST);
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    reader.failsIn("identify");
    node.repository.answerNext();
    time.runDue();

    presence.leave(session);
    time.advance(SessionResumer.LIMIT);

    assertThat(redis.sessions).isEmpty();
    assertThat(presence.active()).isEmpty();
  }

  @Test
  void anEventThatThrowsKeepsNoneOfThoseBehindItWaiting() {
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    presence.watch(session, List.of(OTHER));
    presence.leave(session);
    reader.failsIn("enter");
    answerAll();

    assertThat(redis.sessions).isEmpty();
    assertThat(presence.active()).isEmpty();
  }

  @Test
  void anHonestMinuteOfEventsIsHeldDuringAResumeAndNotMore() {
    node.repository.beLate();
    Session session = open(reader);
    resume(session, POST, FOREIGN);
    for (int i = 0; i < 60; i++) {
      presence.park(session);
    }
    assertThat(reader.all()).doesNotContain("error too-many");

    presence.park(session);
    assertThat(reader.all()).containsOnlyOnce("error too-many");
    presence.leave(session); // never refused
    answerAll();

    assertThat(presence.active()).isEmpty();
  }

  @Test
  void viewingAndThenResumingIsOneViewer() {
    foreignSessionOn(POST);
    Session session = open(reader);
    view(session, OTHER);
    resume(session, POST, FOREIGN);
    time.runDue();

    assertThat(redis.sessions).containsOnlyKeys(FOREIGN);
    assertThat(redis.viewers(POST)).isOne();
  }

  @Test
  void aGraceThatFailsKeepsNoOtherSessionAlive() {
    Session session = open(reader);
    Session other = open(neighbour);
    view(session, POST);
    view(other, POST);
    presence.lose(session);
    presence.lose(other);
    redis.listeners.add(0, post -> failOnce());

    time.advance(GRACE.plusSeconds(1));

    assertThat(redis.sessions).isEmpty();
  }

  private boolean failed;

  private void failOnce() {
    if (!failed) {
      failed = true;
      throw new IllegalStateException("once");
    }
  }

  @Test
  void watchingTheSameListAgainReadsNothing() {
    Session session = open(reader);
    presence.watch(session, List.of(POST, OTHER));
    time.runDue();
    int before = node.repository.reads();

    presence.watch(session, List.of(OTHER, POST));
    time.runDue();
    assertThat(node.repository.reads()).isEqualTo(before);

    presence.watch(session, List.of(OTHER, new Post("15")));
    time.runDue();
    assertThat(reader.last()).isEqualTo("15 0/0");
  }

  private Session open(RecordingSessionListener listener) {
    return node.open(listener);
  }

  private static void view(Presence alone, SessionListener listener) {
    alone.view(alone.open(listener), POST, ViewOptions.NONE);
  }

  private Presence presence(CountsPublisher publisher) {
    Presence made =
        new Presence(
            new InMemoryPresenceRepository(redis, time),
            publisher,
            new PresenceTools(time, time, new NodeMetrics()),
            new PresencePolicy(GRACE, 3),
            NO_SITE);
    redis.listeners.add(made::changed);
    made.start();
    return made;
  }

  /** Fails once where it is told to, as a whole. */
  private static final class FailingPublisher implements CountsPublisher {
    final List<String> published = new ArrayList<>();
    boolean fails;

    @Override
    public void publish(Post post, Counts counts) {
      mayFail();
      published.add(post + " " + counts.viewers() + "/" + counts.views());
    }

    @Override
    public void online(long viewers) {
      mayFail();
    }

    @Override
    public void degraded(boolean degraded) {
      mayFail();
    }

    private void mayFail() {
      if (fails) {
        fails = false;
        throw new RuntimeException("Socket is not connected.");
      }
    }
  }
}
