package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchThrottleTest {
  private static final long INTERVAL = BatchThrottle.INTERVAL.toNanos();

  private final BatchThrottle pace = new BatchThrottle(0);

  @Test
  void batchesThatAreFewNeverWait() {
    for (long now = 0; now < 1_000 * INTERVAL; now += INTERVAL) {
      assertThat(pace.next(now)).isZero();
    }
  }

  @Test
  void aBurstAfterAQuietTimeDoesNotWait() {
    for (int i = 0; i <= BatchThrottle.BURST; i++) {
      assertThat(pace.next(0)).isZero();
    }
  }

  @Test
  void whatComesWithoutEndGoesOnceAnInterval() {
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      now += pace.next(now);
    }
    assertThat(now).isEqualTo((1_000 - 1 - BatchThrottle.BURST) * INTERVAL);
  }

  @Test
  void batchesOfTwoRoundTripsGoOnceInTwoIntervals() {
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      now += pace.next(now);
      pace.further(1);
    }
    assertThat(now).isEqualTo((2 * (1_000 - 1) - BatchThrottle.BURST) * INTERVAL);
  }

  @Test
  void noBatchWaitsLongerThanTwoRoundTripsMayTake() {
    for (int i = 0; i < 100; i++) {
      assertThat(pace.next(0)).isBetween(0L, 2 * INTERVAL);
    }
  }

  @Test
  void whoCouldNotWaitLongEnoughOwesNothingLater() {
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      now += pace.next(now);
      pace.further(8);
    }
    now += pace.next(now);
    assertThat(now + pace.next(now)).isEqualTo(now + INTERVAL);
  }

  @Test
  void aQuietTimeEarnsOneBurstAndNoMore() {
    long now = 3_600_000_000_000L;
    int free = 0;
    while (pace.next(now) == 0) {
      free++;
    }

    assertThat(free).isEqualTo(BatchThrottle.BURST + 1);
  }

  @Test
  void theScaleOfTheTimeMayBeginAndEndAnywhere() {
    for (long start : new long[] {Long.MIN_VALUE, -5, Long.MAX_VALUE - 3 * INTERVAL}) {
      BatchThrottle elsewhere = new BatchThrottle(start);
      long now = start;
      for (int i = 0; i < 1_000; i++) {
        now += elsewhere.next(now);
      }
      assertThat(now - start).isEqualTo((1_000 - 1 - BatchThrottle.BURST) * INTERVAL);
    }
  }
}
