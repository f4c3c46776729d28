package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;

/** What becomes of the sessions of two nodes when one of them sleeps and wakes up. */
class SleepingNodeIT extends TwoNodes {
  /** How soon a dead node is reaped is asked elsewhere; here it is only to have happened. */
  private static final Duration PATIENT = REAPED.multipliedBy(3);

  @Test
  void aNodeThatSleptWritesItsLivingSessionsAgain() {
    try (Reader sleeper = Reader.viewing(one, p);
        Reader watcher = Reader.watching(two, p)) {
      one.freeze();
      watcher.awaitViewers(p, 0, PATIENT);
      assertThat(truth(sleeper.session())).isEqualTo("null");
      one.thaw();
      watcher.awaitCounts(p, 1, 1);
      sleeper.awaitCounts(p, 1, 1);
      assertThat(sleeper.closeCode()).isNull();
      awaitInvariant();
      assertThat(watcher.shown(p)).isEqualTo("1/1");
    }
  }

  @Test
  void aSessionTakenOverWhileItsNodeSleptIsNotEndedByIt() {
    try (Reader old = Reader.viewing(one, p);
        Reader watcher = Reader.watching(two, p);
        Reader back = Reader.connect(two)) {
      one.freeze();
      resume(back, p, old.session());
      assertThat(back.session()).isEqualTo(old.session());
      await().pollDelay(LEASE.multipliedBy(2)).until(() -> true);
      one.thaw();
      assertThat(old.awaitClose()).isEqualTo(1000);
      assertGoesOn(old.session(), p, watcher, back);
    }
  }

  @Test
  void aReaderWhoseNodeSleptTooLongIsOneViewerAndNoGhostIsLeft() {
    Reader lost = Reader.viewing(one, p);
    try (Reader watcher = Reader.watching(two, p)) {
      one.freeze();
      lost.abort();
      watcher.awaitViewers(p, 0, PATIENT);
      try (Reader back = resume(two, p, lost.session())) {
        assertThat(back.session()).isNotEqualTo(lost.session());
        back.awaitCounts(p, 1, 2);
        one.thaw();
        await().pollDelay(GRACE.plus(REPAIRED)).until(() -> true);
        awaitInvariant();
        assertThat(invariant.sessions()).isEqualTo(Map.of(p, Set.of(back.session())));
        assertThat(watcher.shown(p)).isEqualTo("1/2");
      }
    }
  }

  @Test
  void aSessionThatEndedElsewhereIsNotWrittenAgainByItsFormerNode() {
    Reader old = Reader.viewing(one, p);
    try (Reader watcher = Reader.watching(two, p)) {
      Reader back = Reader.connect(two);
      one.freeze();
      resume(back, p, old.session());
      back.close();
      watcher.awaitCounts(p, 0, 1);
      one.thaw();
      assertThat(old.awaitClose()).isEqualTo(1000);
      await().pollDelay(REPAIRED).until(() -> true);
      assertThat(invariant.sessions()).isEmpty();
      awaitInvariant();
      assertThat(watcher.shown(p)).isEqualTo("0/1");
    }
  }
}
