package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import onlookers.config.RedisUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisPoolTest {
  private static final Duration LITTLE = Duration.ofMillis(1);

  private final RedisPool pool =
      new RedisConnector(RedisUri.parse("redis://127.0.0.1:1")).pool("test", 1, LITTLE, LITTLE);
  private int asked;

  @AfterEach
  void close() {
    pool.close();
  }

  private int answerAt(int attempt, RuntimeException before) {
    if (++asked < attempt) {
      throw before;
    }
    return 42;
  }

  @Test
  void anAnswerIsAskedForOnce() {
    assertThat(pool.<Integer>ask(() -> answerAt(1, new IllegalStateException()))).isEqualTo(42);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsBrokenIsWorthASecondQuestionAndNoThird() {
    RuntimeException broken = new JedisConnectionException("Unexpected end of stream.");
    assertThat(pool.<Integer>ask(() -> answerAt(2, broken))).isEqualTo(42);
    asked = 0;
    assertThatThrownBy(() -> pool.ask(() -> answerAt(3, broken))).isSameAs(broken);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aRedisThatIsSilentIsWaitedForOnce() {
    RuntimeException silent =
        new JedisConnectionException(new SocketTimeoutException("Read timed out"));
    assertThatThrownBy(() -> pool.ask(() -> answerAt(2, silent))).isSameAs(silent);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whatRedisRefusesIsNotAskedAgain() {
    RuntimeException refused = new JedisDataException("WRONGTYPE");
    assertThatThrownBy(() -> pool.ask(() -> answerAt(2, refused))).isSameAs(refused);
    assertThat(asked).isEqualTo(1);
  }
}
