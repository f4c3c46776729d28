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

  private final FakeGarbage garbage = new FakeGarbage();
  private final ManualScheduler time = new ManualScheduler();
  private final Hearsay hearsay = new Hearsay();
  private final CollectorLock lock = new CollectorLock(garbage, LEASE, hearsay, time);

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
    garbage.during.put("lock", () -> time.advance(Duration.ofSeconds(1)));
    lock.keep();
    assertThat(garbage.length).isEqualTo(LENGTH);
    time.advance(LENGTH.minusSeconds(1).minus(INSTANT));
    assertThat(lock.held()).isTrue();
    time.advance(INSTANT);
    assertThat(lock.held()).isFalse();
  }

  @Test
  void whoHasItListensAndWhoLosesItListensNoMore() {
    lock.keep();
    lock.keep();
    assertThat(garbage.listener).isSameAs(hearsay);
    garbage.granted = false;
    lock.keep();
    lock.keep();
    assertThat(lock.held()).isFalse();
    assertThat(garbage.listener).isNull();
    assertThat(garbage.asked).containsExactly("listening", "deaf");
  }

  @Test
  void itIsTakenOnlyByForceAndOnlyFromAnother() {
    garbage.granted = false;
    lock.keep();
    assertThat(garbage.forced).isZero();
    lock.take();
    assertThat(lock.held()).isTrue();
    assertThat(garbage.forced).isEqualTo(1);
    lock.take();
    assertThat(garbage.locks).as("exchanges: one kept, one took").isEqualTo(2);
  }

  @Test
  void whoTakesItTriesTwiceBecauseTheConnectionMayHaveBrokenLongAgo() {
    garbage.away = true;
    garbage.during.put(
        "lock",
        () -> {
          if (garbage.locks == 2) {
            garbage.away = false;
          }
        });
    lock.take();
    assertThat(lock.held()).isTrue();
    assertThat(garbage.forced).isEqualTo(1);
  }

  @Test
  void whoCannotTakeItIsToldSo() {
    garbage.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::take);
    assertThat(garbage.locks).isEqualTo(2);
  }

  @Test
  void whileRedisIsAwayNobodyHasIt() {
    lock.keep();
    garbage.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::keep);
    assertThat(lock.held()).isFalse();
    assertThat(garbage.listener).isNull();
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
    garbage.granted = false;
    lock.keep();
    keepFor(LEASE, Duration.ofSeconds(1));
    assertThat(lock.inTouchFor(LEASE)).isTrue();
  }

  @Test
  void afterABreakTheTimeInTouchBeginsAnew() {
    lock.keep();
    keepFor(LEASE, Duration.ofSeconds(1));
    garbage.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::keep);
    assertThat(lock.inTouchFor(Duration.ZERO)).isFalse();
    garbage.away = false;
    lock.keep();
    assertThat(lock.inTouchFor(Duration.ZERO)).isTrue();
    assertThat(lock.inTouchFor(INSTANT)).isFalse();
    keepFor(LEASE, Duration.ofSeconds(1));
    assertThat(lock.inTouchFor(LEASE)).isTrue();
  }

  @Test
  void aBreakWhileItIsTakenCountsAsWell() {
    garbage.granted = false;
    lock.keep();
    keepFor(LEASE, Duration.ofSeconds(1));
    garbage.away = true;
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
    assertThat(garbage.asked).containsExactly("listening", "deaf", "unlock");
  }

  @Test
  void whatHasEndedByItselfIsNotGivenUp() {
    lock.keep();
    time.advance(LENGTH);
    lock.giveUp();
    assertThat(garbage.asked).containsExactly("listening", "deaf");
  }

  @Test
  void whoCannotSayThatItIsGivenUpHasItNoLonger() {
    lock.keep();
    garbage.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(lock::giveUp);
    assertThat(lock.held()).isFalse();
    assertThat(garbage.listener).isNull();
  }
}
