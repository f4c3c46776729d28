package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a session that sits still is renewed. */
class RenewalTest {
  @ParameterizedTest
  @CsvSource({"660, 495", "600, 450", "240, 180", "180, 120", "120, 60", "90, 30", "60, 20"})
  void aKeyThatIsRenewedHasAMinuteLeftOrTwoThirdsOfAShortLife(int ttl, int renewal) {
    assertThat(Audit.renewal(Duration.ofSeconds(ttl))).isEqualTo(Duration.ofSeconds(renewal));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "10", "59", "604800"})
  void atLeastAQuarterOfItsLifeIsLeft(int ttl) {
    assertThat(Audit.renewal(Duration.ofSeconds(ttl)))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofSeconds(ttl).multipliedBy(3).dividedBy(4));
  }
}
