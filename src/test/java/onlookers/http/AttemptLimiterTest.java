package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class AttemptLimiterTest {
  private final ManualScheduler time = new ManualScheduler();
  private final AttemptLimiter limiter = new AttemptLimiter(time);

  @Test
  void ofManyGuessesAtOnceNoMoreAreLookedAtThanAreAllowed() throws Exception {
    AtomicInteger looked = new AtomicInteger();
    ExecutorService guessing = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < 100; i++) {
      guessing.execute(
          () -> {
            awaitStart(start);
            limiter.attempt("a", () -> looked.incrementAndGet() < 0);
          });
    }
    start.countDown();
    guessing.shutdown();
    assertThat(guessing.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(looked).hasValue(AttemptLimiter.MAX_WRONG);
  }

  private static void awaitStart(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void onlySoManyAddressesAreRememberedAndOnlyForAMinute() {
    for (int i = 0; i < 3 * AttemptLimiter.MAX_ADDRESSES; i++) {
      limiter.attempt("address" + i, () -> false);
    }
    assertThat(limiter.addresses()).isEqualTo(AttemptLimiter.MAX_ADDRESSES);
    time.advance(Duration.ofMinutes(1));
    limiter.attempt("one", () -> false);
    assertThat(limiter.addresses()).isEqualTo(1);
  }

  @Test
  void theLastAddressesAreThoseThatAreRemembered() {
    for (int i = 0; i < AttemptLimiter.MAX_ADDRESSES; i++) {
      limiter.attempt("address" + i, () -> false);
    }
    guessWrong("last");
    assertThat(limiter.attempt("last", () -> true)).isEqualTo(60);
    assertThat(limiter.attempt("another", () -> true)).isEqualTo(AttemptLimiter.RIGHT);
  }

  private void guessWrong(String address) {
    for (int i = 0; i < AttemptLimiter.MAX_WRONG; i++) {
      assertThat(limiter.attempt(address, () -> false)).isEqualTo(AttemptLimiter.WRONG);
    }
  }
}
