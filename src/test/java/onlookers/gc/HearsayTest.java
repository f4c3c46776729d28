package onlookers.gc;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Post;
import org.junit.jupiter.api.Test;

class HearsayTest {
  private static final int BOUND = 100_000;

  private final Hearsay hearsay = new Hearsay();

  @Test
  void whatWasHeardIsHandedOverOnce() {
    hearsay.sessionEnded("a");
    hearsay.sessionEnded("b");
    hearsay.sessionEnded("a");
    hearsay.viewersChanged(new Post("13"));
    hearsay.viewersChanged(new Post("13"));
    assertThat(hearsay.endedSessions()).containsExactlyInAnyOrder("a", "b");
    assertThat(hearsay.changedPosts()).containsExactly(new Post("13"));
    assertThat(hearsay.endedSessions()).isEmpty();
    assertThat(hearsay.changedPosts()).isEmpty();
  }

  @Test
  void aSweepIsDueOnceWhenListeningBegins() {
    assertThat(hearsay.takeSweepDue()).isFalse();
    hearsay.listening();
    hearsay.listening();
    assertThat(hearsay.takeSweepDue()).isTrue();
    assertThat(hearsay.takeSweepDue()).isFalse();
  }

  @Test
  void whatIsHeardLaterDoesNotChangeWhatWasHandedOver() {
    hearsay.sessionEnded("a");
    hearsay.viewersChanged(new Post("1"));
    var sessions = hearsay.endedSessions();
    var posts = hearsay.changedPosts();
    hearsay.sessionEnded("b");
    hearsay.viewersChanged(new Post("2"));
    assertThat(sessions).containsExactly("a");
    assertThat(posts).containsExactly(new Post("1"));
    assertThat(hearsay.endedSessions()).containsExactly("b");
    assertThat(hearsay.changedPosts()).containsExactly(new Post("2"));
  }

  @Test
  void whatDoesNotFitIsLeftToTheNextSweep() {
    for (int i = 0; i <= BOUND; i++) {
      hearsay.sessionEnded("s" + i);
      hearsay.viewersChanged(new Post("p" + i));
    }
    assertThat(hearsay.endedSessions()).hasSize(BOUND);
    assertThat(hearsay.changedPosts()).hasSize(BOUND);
    hearsay.sessionEnded("next");
    assertThat(hearsay.endedSessions()).containsExactly("next");
  }
}
