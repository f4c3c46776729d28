package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has a session at last, and what is asked and written until then. */
class SessionResumerTest extends OneNode {
  private final Session session = node.open(reader);
  private final Session second = node.open(neighbour);

  @Test
  void aSessionOfThisNodeIsNotAskedFor() {
    view(session, POST);
    presence.lose(session);

    resume(second, POST, reader.session());
    time.runDue();

    assertThat(neighbour.session()).isEqualTo(reader.session());
    assertThat(node.repository.resumes()).isZero();
  }

  @Test
  void aSessionThatIsHereButWentElsewhereComesBackWithItsClient() {
    view(session, POST);
    presence.lose(session);
    redis.owners.put(reader.session(), "another node");

    resume(second, POST, reader.session());
    time.advance(GRACE);

    assertThat(redis.owners).containsEntry(reader.session(), node.repository);
    assertThat(presence.isViewing(second, POST)).isTrue();
  }

  @Test
  void aParkedSessionThatIsHereButWentElsewhereComesBackWithItsClient() {
    view(session, POST);
    presence.park(session);
    presence.lose(session);
    redis.parked.clear();
    redis.sessions.put(reader.session(), POST);
    redis.owners.put(reader.session(), "another node");

    resume(second, POST, reader.session());
    time.advance(GRACE);

    assertThat(redis.owners).containsEntry(reader.session(), node.repository);
    assertThat(presence.isViewing(second, POST)).isTrue();
    assertThat(redis.views).as("it is the same page").containsEntry(POST, 1L);
  }

  @Test
  void itComesBackAtAnotherPostAsWellAndIsAViewOfThat() {
    view(session, POST);
    presence.park(session);
    redis.parked.clear();
    redis.sessions.put(reader.session(), POST);
    redis.owners.put(reader.session(), "another node");

    resume(second, OTHER, reader.session());
    time.advance(GRACE);

    assertThat(redis.owners).containsEntry(reader.session(), node.repository);
    assertThat(redis.sessions).containsEntry(reader.session(), OTHER);
    assertThat(redis.views).containsEntry(OTHER, 1L);
  }

  @Test
  void aParkedSessionIsWrittenAgainAsParkedAndEndsWithItsGrace() {
    view(session, POST);
    presence.park(session);
    redis.parked.clear();
    redis.owners.clear();
    presence.sessions().rewriteAll();
    assertThat(redis.parked).containsOnlyKeys(reader.session());

    presence.lose(session);
    presence.sessions().rewrite(reader.session());
    time.advance(GRACE);
    assertThat(redis.parked).isEmpty();
    assertThat(redis.owners).isEmpty();
    assertThat(redis.sessions).isEmpty();
  }

  @Test
  void whatIsGivenBackStaysWithTheSocketThatHasItParked() {
    foreignSessionOn(POST);
    node.repository.beLate();
    resume(session, POST, FOREIGN);
    resume(second, POST, FOREIGN);
    node.repository.answerNext();
    time.runDue();
    presence.park(session);
    presence.leave(second);
    answerAll();

    assertThat(reader.session()).isEqualTo(FOREIGN);
    assertThat(redis.sessions).isEmpty();
    assertThat(redis.parked).containsEntry(FOREIGN, POST);
    assertThat(redis.ended).isEmpty();
  }

  @Test
  void whatIsAnsweredOfTheSessionThatItWasBeforeEndsNotTheOneThatItIsNow() {
    foreignSessionOn(POST);
    view(session, OTHER);
    time.runDue();
    String before = reader.session();
    redis.owners.put(before, "another node"); // where a copy of the page has it
    node.repository.beLate();
    resume(session, POST, FOREIGN);
    answerAll();

    assertThat(reader.session()).isEqualTo(FOREIGN);
    assertThat(reader.all()).doesNotContain("superseded");
    assertThat(presence.isViewing(session, POST)).isTrue();
    assertThat(redis.owners).containsEntry(before, "another node");
  }

  @Test
  void aResumeThatIsAnsweredIsNotWrittenAgain() {
    foreignSessionOn(POST);
    resume(session, POST, FOREIGN);
    time.runDue();

    assertThat(reader.session()).isEqualTo(FOREIGN);
    assertThat(node.repository.writes()).isZero();
  }

  @Test
  void whatIsAskedForTwiceIsAtThePostOfTheOneWhoHasIt() {
    foreignSessionOn(POST);
    node.repository.beLate();
    resume(session, POST, FOREIGN);
    resume(second, OTHER, FOREIGN);

    node.repository.answerNext();
    time.runDue();

    assertThat(presence.isViewing(session, POST)).isTrue();
    assertThat(redis.sessions).containsEntry(FOREIGN, POST);
  }

  @Test
  void whatIsAskedForTwiceGoesToTheLastWhoIsStillThere() {
    foreignSessionOn(POST);
    node.repository.beLate();
    resume(session, POST, FOREIGN);
    resume(second, OTHER, FOREIGN);
    answerAll();

    assertThat(presence.isViewing(second, OTHER)).isTrue();
    assertThat(redis.sessions).containsEntry(FOREIGN, OTHER);
  }

  @Test
  void aSessionThatWentElsewhereWhileItAskedForAnotherGivesThatOneBack() {
    view(session, OTHER);
    time.runDue();
    String own = reader.session();
    foreignSessionOn(POST);
    redis.owners.put(own, "another node");
    node.repository.beLate();
    presence.sessions().rewrite(own); // will fail
    resume(session, POST, FOREIGN);
    answerAll();

    assertThat(reader.last()).isEqualTo("superseded");
    assertThat(redis.sessions).doesNotContainKey(FOREIGN);
    assertThat(presence.active()).isEmpty();
  }

  @Test
  void whoParksWhatAnotherNodeHasIsSuperseded() {
    view(session, POST);
    time.runDue();
    redis.owners.put(reader.session(), "another node");

    presence.park(session);
    time.runDue();

    assertThat(reader.last()).isEqualTo("superseded");
    assertThat(redis.sessions).containsKey(reader.session());
  }

  @Test
  void aPageIsLivingWhileItViewsAndForTheGrace() {
    assertThat(presence.sessions().isAlive("never seen")).isFalse();
    assertThat(presence.sessions().has("never seen")).isFalse();
    assertThat(presence.sessions().isAlive(reader.session())).isFalse();
    assertThat(presence.sessions().has(reader.session())).as("views nothing").isTrue();
    assertThat(presence.sessions().count()).isEqualTo(2);

    view(session, POST);
    assertThat(presence.sessions().isAlive(reader.session())).isTrue();
    assertThat(presence.active()).allMatch(ActiveSession::connected);
    assertThat(presence.active()).extracting(ActiveSession::id).containsExactly(reader.session());

    presence.park(session);
    assertThat(presence.sessions().isAlive(reader.session())).as("it may be resumed").isTrue();
    assertThat(presence.active()).isEmpty();

    view(session, POST);
    presence.lose(session);
    assertThat(presence.sessions().isAlive(reader.session())).isTrue();
    assertThat(presence.active()).noneMatch(ActiveSession::connected);

    time.advance(GRACE);
    assertThat(presence.sessions().isAlive(reader.session())).isFalse();
    assertThat(presence.sessions().has(reader.session())).isFalse();
    assertThat(presence.sessions().count()).isOne();
  }

  @Test
  void itIsKnownWhenAPageWasWrittenLast() {
    view(session, POST);
    assertWrittenNow();
    time.advance(Duration.ofSeconds(3));
    presence.sessions().rewrite(reader.session());
    assertWrittenNow();
    time.advance(Duration.ofSeconds(3));
    view(session, POST);
    assertWrittenNow();
    time.advance(Duration.ofSeconds(3));
    presence.park(session);
    assertWrittenNow();
    time.advance(Duration.ofSeconds(3));
    presence.sessions().rewrite(reader.session());
    assertWrittenNow();
  }

  private void assertWrittenNow() {
    assertThat(presence.sessions().isWrittenBefore(reader.session(), time.nanoTime())).isFalse();
    assertThat(presence.sessions().isWrittenBefore(reader.session(), time.nanoTime() + 1)).isTrue();
  }

  @Test
  void whoIsNowhereOrHasEndedWasNeverWritten() {
    assertThat(presence.sessions().isWrittenBefore(reader.session(), time.nanoTime() + 1))
        .isFalse();

    view(session, POST);
    presence.leave(session);
    assertThat(presence.sessions().isWrittenBefore(reader.session(), time.nanoTime() + 1))
        .isFalse();
  }

  @Test
  void aPageKeepsItsVisitUntilItNamesAnotherOrMoves() {
    presence.view(session, POST, new ViewOptions("visit-1", "visitor-1", null));
    view(session, POST);
    assertThat(viewing()).isEqualTo(viewing(POST, "visit-1", "visitor-1"));

    time.runDue();
    presence.view(session, POST, new ViewOptions("visit-2", "visitor-2", null));
    assertThat(viewing()).isEqualTo(viewing(POST, "visit-2", "visitor-2"));

    view(session, OTHER);
    assertThat(viewing()).isEqualTo(viewing(OTHER, null, null));
    time.runDue();

    presence.view(session, POST, new ViewOptions("visit-3", "visitor-3", null));
    assertThat(viewing()).isEqualTo(viewing(POST, "visit-3", "visitor-3"));
  }

  @Test
  void whatIsResumedKeepsItsVisit() {
    presence.view(session, POST, new ViewOptions("visit-1", "visitor-1", null));
    resume(second, POST, reader.session());

    assertThat(viewing()).isEqualTo(viewing(POST, "visit-1", "visitor-1"));
  }

  private Viewing viewing() {
    List<ActiveSession> active = presence.active();
    assertThat(active).hasSize(1);
    return active.get(0).viewing();
  }

  private Viewing viewing(Post post, String visit, String visitor) {
    return new Viewing(reader.session(), post, visit, visitor);
  }
}
