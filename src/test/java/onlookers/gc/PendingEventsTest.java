package onlookers.gc;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Post;
import org.junit.jupiter.api.Test;

class PendingEventsTest {
  private static final int BOUND = 100_000;

  private int received;
  private final PendingEvents pendingEvents = new PendingEvents(() -> received++);

  @Test
  void whatWasReceivedIsHandedOverOnce() {
    pendingEvents.sessionEnded("a");
    pendingEvents.sessionEnded("b");
    pendingEvents.sessionEnded("a");
    pendingEvents.viewersChanged(new Post("13"));
    pendingEvents.viewersChanged(new Post("13"));
    assertThat(pendingEvents.endedSessions()).containsExactlyInAnyOrder("a", "b");
    assertThat(pendingEvents.changedPosts()).containsExactly(new Post("13"));
    assertThat(pendingEvents.endedSessions()).isEmpty();
    assertThat(pendingEvents.changedPosts()).isEmpty();
  }

  @Test
  void endsAndSweepsAreToBeDealtWithSoonAndRankingsAreNot() {
    pendingEvents.viewersChanged(new Post("13"));
    assertThat(received).isZero();
    pendingEvents.sessionEnded("a");
    assertThat(received).isEqualTo(1);
    pendingEvents.listening();
    assertThat(received).isEqualTo(2);
  }

  @Test
  void aSweepIsDueOnceWhenListeningBegins() {
    assertThat(pendingEvents.takeSweepDue()).isFalse();
    pendingEvents.listening();
    pendingEvents.listening();
    assertThat(pendingEvents.takeSweepDue()).isTrue();
    assertThat(pendingEvents.takeSweepDue()).isFalse();
  }

  @Test
  void whatIsReceivedLaterDoesNotChangeWhatWasHandedOver() {
    pendingEvents.sessionEnded("a");
    pendingEvents.viewersChanged(new Post("1"));
    var sessions = pendingEvents.endedSessions();
    var posts = pendingEvents.changedPosts();
    pendingEvents.sessionEnded("b");
    pendingEvents.viewersChanged(new Post("2"));
    assertThat(sessions).containsExactly("a");
    assertThat(posts).containsExactly(new Post("1"));
    assertThat(pendingEvents.endedSessions()).containsExactly("b");
    assertThat(pendingEvents.changedPosts()).containsExactly(new Post("2"));
  }

  /** Whoever looks through what was handed over does so while others add more. */
  @Test
  void whatIsReceivedLaterDoesNotChangeThatNothingWasHandedOver() {
    var sessions = pendingEvents.endedSessions();
    var posts = pendingEvents.changedPosts();
    pendingEvents.sessionEnded("a");
    pendingEvents.viewersChanged(new Post("1"));
    assertThat(sessions).isEmpty();
    assertThat(posts).isEmpty();
    assertThat(pendingEvents.endedSessions()).containsExactly("a");
    assertThat(pendingEvents.changedPosts()).containsExactly(new Post("1"));
  }

  @Test
  void whatDoesNotFitIsLeftToTheNextSweep() {
    for (int i = 0; i <= BOUND; i++) {
      pendingEvents.sessionEnded("s" + i);
      pendingEvents.viewersChanged(new Post("p" + i));
    }
    assertThat(pendingEvents.endedSessions()).hasSize(BOUND);
    assertThat(pendingEvents.changedPosts()).hasSize(BOUND);
    pendingEvents.sessionEnded("next");
    assertThat(pendingEvents.endedSessions()).containsExactly("next");
  }
}
