package onlookers.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.UnavailableException;
import org.junit.jupiter.api.Test;

class CollectorLockTest {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration LENGTH = Duration.ofSeconds(5);
  private static final Duration INSTANT = Duration.ofNanos(1);

  private final FakeCollectorStore store = new FakeCollectorStore();
  private final ManualScheduler time = new ManualScheduler();
  private final PendingEvents pendingEvents = new PendingEvents(() -> {});
  private boolean redisUp = true;
  private final CollectorLock lock =
      new CollectorLock(store, LEASE, pendingEvents, time, () -> redisUp);

  private void keepFor(Duration span, Duration every) {
    for (Duration passed = Duration.ZERO; passed.compareTo(span) < 0; passed = passed.plus(every)) {
      time.advance(every);
      lock.keep();
    }
  }

  @Test
  void nobodyHasItBeforeItIsAskedFor() {
    assertThat(lock.held()).isFalse();
    assertThat(lock.inTouchFor(Duration.ZERO)).isFalse();
  }

  @Test
  void itLastsAThirdOfALeaseFromTheMomentItWasAskedFor() {
    store.during.put("lock", () -> time.advance(Duration.ofSeconds(1)));
    lock.keep();
    assertThat(store.length).isEqualTo(LENGTH);
    time.advance(LENGTH.minusSeconds(1).minus(INSTANT));
    assertThat(lock.held()).isTrue();
    time.advance(INSTANT);
    assertThat(lock.held()).isFalse();
  }

  @Test
  void whoHasItListensAndWhoLosesItListensNoMore() {
    lock.keep();
    lock.keep();
    assertThat(store.listener).isSameAs(pendingEvents);
    store.granted = false;
    lock.keep();
    lock.keep();
    assertThat(lock.held()).isFalse();
    assertThat(store.listener).isNull();
    assertThat(store.asked).containsExactly("subscribed", "unsubscribed");
  }

  @Test
  void itIsTakenOnlyByForceAndOnlyFromAnother() {
    store.granted = false;
    lock.keep();
    assertThat(store.forced).isZero();
    lock.take();
    assertThat(lock.held()).isTrue();
    assertThat(store.forced).isEqualTo(1);
    lock.take();
    assertThat(store.locks).as("exchanges: one kept, one took").isEqualTo(2);
  }

  @Test
  void whoTakesItTriesTwiceBecauseTheConnectionMayHaveBrokenLongAgo() {
    store.away = true;
    store.during.put(
        "lock",
        () -> {
          if (store.locks == 2) {
            store.away = false;
          }
        });
    lock.take();
    assertThat(lock.held()).isTrue();
    assertThat(store.forced).isEqualTo(1);
  }

  @Test
  void whoCannotTakeItFailsWithThatReason() {
    store.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::take);
    assertThat(store.locks).isEqualTo(2);
  }

  @Test
  void whileRedisIsAwayNobodyHasIt() {
    lock.keep();
    store.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::keep);
    assertThat(lock.held()).isFalse();
    assertThat(store.listener).isNull();
  }

  @Test
  void inTouchIsWhoAskedAllTheWhile() {
    lock.keep();
    assertThat(lock.inTouchFor(Duration.ZERO)).isTrue();
    keepFor(LEASE, Duration.ofSeconds(1));
    assertThat(lock.inTouchFor(LEASE)).isTrue();
    assertThat(lock.inTouchFor(LEASE.plus(INSTANT))).isFalse();
  }

  @Test
  void whoDoesNotHaveItIsInTouchAllTheSame() {
    store.granted = false;
    lock.keep();
    keepFor(LEASE, Duration.ofSeconds(1));
    assertThat(lock.inTouchFor(LEASE)).isTrue();
  }

  @Test
  void afterABreakTheTimeInTouchBeginsAnew() {
    lock.keep();
    keepFor(LEASE, Duration.ofSeconds(1));
    store.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::keep);
    assertThat(lock.inTouchFor(Duration.ZERO)).isFalse();
    store.away = false;
    lock.keep();
    assertThat(lock.inTouchFor(Duration.ZERO)).isTrue();
    assertThat(lock.inTouchFor(INSTANT)).isFalse();
    keepFor(LEASE, Duration.ofSeconds(1));
    assertThat(lock.inTouchFor(LEASE)).isTrue();
  }

  @Test
  void aBreakWhileItIsTakenCountsAsWell() {
    store.granted = false;
    lock.keep();
    keepFor(LEASE, Duration.ofSeconds(1));
    store.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::take);
    assertThat(lock.inTouchFor(Duration.ZERO)).isFalse();
  }

  @Test
  void aProcessThatWasFrozenHasNotBeenInTouch() {
    lock.keep();
    keepFor(LEASE, LENGTH); // as long as the lock lasts is no pause yet
    assertThat(lock.inTouchFor(LEASE)).isTrue();
    time.advance(LENGTH.plus(INSTANT));
    lock.keep();
    assertThat(lock.inTouchFor(INSTANT)).isFalse();
    assertThat(lock.held()).isTrue();
  }

  @Test
  void whoGivesItUpSaysSoOnceAndListensNoMore() {
    lock.keep();
    lock.giveUp();
    lock.giveUp();
    assertThat(lock.held()).isFalse();
    assertThat(store.asked).containsExactly("subscribed", "unsubscribed", "unlock");
  }

  @Test
  void whatHasEndedByItselfIsNotGivenUp() {
    lock.keep();
    time.advance(LENGTH);
    lock.giveUp();
    assertThat(store.asked).containsExactly("subscribed", "unsubscribed");
  }

  @Test
  void whoCannotSayThatItIsGivenUpHasItNoLonger() {
    lock.keep();
    store.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::giveUp);
    assertThat(lock.held()).isFalse();
    assertThat(store.listener).isNull();
  }
}
