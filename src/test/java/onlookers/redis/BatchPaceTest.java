package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchPaceTest {
  private static final long INTERVAL = BatchPace.INTERVAL.toNanos();

  private final BatchPace pace = new BatchPace(0);

  @Test
  void batchesThatAreFewNeverWait() {
    for (long now = 0; now < 1_000 * INTERVAL; now += INTERVAL) {
      assertThat(pace.next(now)).isZero();
    }
  }

  @Test
  void aBurstAfterAQuietTimeDoesNotWait() {
    for (int i = 0; i <= BatchPace.BURST; i++) {
      assertThat(pace.next(0)).isZero();
    }
  }

  @Test
  void whatComesWithoutEndGoesOnceAnInterval() {
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      now += pace.next(now);
    }
    assertThat(now).isEqualTo((1_000 - 1 - BatchPace.BURST) * INTERVAL);
  }

  @Test
  void noBatchWaitsLongerThanAnInterval() {
    for (int i = 0; i < 100; i++) {
      assertThat(pace.next(0)).isBetween(0L, INTERVAL);
    }
  }

  @Test
  void aQuietTimeEarnsOneBurstAndNoMore() {
    long now = 3_600_000_000_000L;
    int free = 0;
    while (pace.next(now) == 0) {
      free++;
    }

    assertThat(free).isEqualTo(BatchPace.BURST + 1);
  }

  @Test
  void theScaleOfTheTimeMayBeginAndEndAnywhere() {
    for (long start : new long[] {Long.MIN_VALUE, -5, Long.MAX_VALUE - 3 * INTERVAL}) {
      BatchPace elsewhere = new BatchPace(start);
      long now = start;
      for (int i = 0; i < 1_000; i++) {
        now += elsewhere.next(now);
      }
      assertThat(now - start).isEqualTo((1_000 - 1 - BatchPace.BURST) * INTERVAL);
    }
  }
}
