package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onlookers.fixture.LogCapture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisAvailabilityTest {
  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private @Nullable Throwable lastFailure;
  private final RedisAvailability availability = new RedisAvailability(() -> lastFailure);

  @Test
  void whoWaitsForTheFirstArrivalGoesOnWithIt() throws InterruptedException {
    availability.back();

    assertThat(availability.awaitFirstArrival(LONG, LONG)).isNull();
  }

  @Test
  void whoWaitsInVainIsToldWhyTheLastAttemptFailed() throws InterruptedException {
    lastFailure = new JedisConnectionException("NOAUTH Authentication required.");

    assertThat(availability.awaitFirstArrival(NOW, LONG))
        .startsWith("NOAUTH Authentication required.")
        .contains("right is redis.uri with a password");
  }

  @Test
  void aLossAfterwardsSaysMoreThanAnAttemptBefore() throws InterruptedException {
    lastFailure = new JedisConnectionException("refused");
    availability.lost(new JedisConnectionException("OOM command not allowed"));

    assertThat(availability.awaitFirstArrival(NOW, LONG)).isEqualTo("OOM command not allowed");
  }

  @Test
  void whereNothingFailedNothingHasAnswered() throws InterruptedException {
    assertThat(availability.awaitFirstArrival(NOW, NOW)).isEqualTo("no answer within 0 seconds");
  }

  @Test
  void eachLossIsLoggedWithItsReasonAndEachReturnOnce() {
    try (LogCapture log = new LogCapture(RedisAvailability.class)) {
      availability.back();
      assertThat(log.all()).as("nobody had missed it").isEmpty();
      availability.lost(new JedisConnectionException("refused"));
      availability.back();
      availability.back();

      assertThat(log.all()).containsExactly("Redis is out of reach: refused", "Redis is back");
    }
  }
}
