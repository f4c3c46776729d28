package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.PresenceRepository.Kind;
import org.junit.jupiter.api.Test;

/** Only of a session that nobody can know is it said that nobody has it. */
class FirstWriteTest extends OneNode {
  /** And waits for the answer, without which a second event waits. */
  private void viewAndHear(Session session, Post post) {
    view(session, post);
    time.runDue();
  }

  @Test
  void whatASessionWithANewIdViewsFirstIsItsFirst() {
    view(presence.open(reader), POST);

    assertThat(node.repository.kinds()).containsExactly(Kind.FIRST);
  }

  @Test
  void whatItViewsNextIsNot() {
    Session session = presence.open(reader);
    viewAndHear(session, POST);
    viewAndHear(session, OTHER);
    viewAndHear(session, OTHER);

    assertThat(node.repository.kinds()).containsExactly(Kind.FIRST, Kind.ARRIVAL, Kind.RENEWAL);
  }

  @Test
  void whoWasHiddenMayHaveBeenEndedBySomebody() {
    Session session = presence.open(reader);
    view(session, POST);
    presence.park(session);
    view(session, OTHER);

    assertThat(node.repository.kinds()).containsExactly(Kind.FIRST, Kind.ARRIVAL);
  }

  @Test
  void whatRedisWasNotThereForMayHaveReachedIt() {
    node.repository.away(true);
    Session session = presence.open(reader);
    view(session, POST);
    node.repository.away(false);
    presence.sessions().rewriteAll();
    view(session, OTHER);

    assertThat(node.repository.kinds()).containsExactly(Kind.FIRST, Kind.RENEWAL, Kind.ARRIVAL);
  }

  @Test
  void whoGoesOnWithASessionOfThisNodeThatWasHiddenIsNotNew() {
    Session old = presence.open(reader);
    view(old, POST);
    presence.park(old);
    presence.lose(old);
    resume(presence.open(neighbour), OTHER, old.id());

    assertThat(node.repository.kinds()).containsExactly(Kind.FIRST, Kind.RECLAIMING_ARRIVAL);
  }

  @Test
  void whoWantsASessionThatIsGoneBeginsANewOne() {
    resume(presence.open(reader), POST, FOREIGN);
    time.runDue();

    assertThat(node.repository.kinds()).containsExactly(Kind.FIRST);
  }

  @Test
  void whoGoesOnWithASessionOfAnotherNodeIsNotNew() {
    foreignSessionOn(POST);
    Session session = presence.open(reader);
    resume(session, POST, FOREIGN);
    time.runDue();
    viewAndHear(session, OTHER);

    assertThat(node.repository.kinds()).containsExactly(Kind.ARRIVAL);
  }
}
