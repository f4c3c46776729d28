package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackoffTest {
  private static final long MILLI = 1_000_000;

  private final Backoff backoff = new Backoff();

  @Test
  void pausesAreDoubledUpToOneSecondAndBeginAnew() {
    for (long longest : new long[] {50, 100, 200, 400, 800, 1_000, 1_000, 1_000}) {
      assertThat(backoff.next()).isBetween(longest / 2 * MILLI, longest * MILLI);
    }

    backoff.reset();

    assertThat(backoff.next()).isBetween(25 * MILLI, 50 * MILLI);
  }

  @Test
  void twoNodesThatLostRedisAtOnceDoNotComeBackAtOnce() {
    long first = backoff.next();

    assertThat(LongStream.range(0, 20).map(i -> new Backoff().next()))
        .anyMatch(other -> other != first);
  }

  @Test
  void aPauseLastsAsLongAsItSays() {
    long before = System.nanoTime();

    backoff.pause();

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(25 * MILLI);
  }

  @Test
  @Timeout(10)
  void anInterruptEndsThePauseAndIsKept() {
    Thread.currentThread().interrupt();

    backoff.pause();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTimeoutIsDistinguishedFromABreakHoweverDeepItStands() {
    Exception silence = new SocketTimeoutException("Read timed out");

    assertThat(Backoff.isTimeout(silence)).isTrue();
    assertThat(Backoff.isTimeout(new RuntimeException(new RuntimeException(silence)))).isTrue();
    assertThat(Backoff.isTimeout(new RuntimeException("Broken pipe"))).isFalse();
  }
}
