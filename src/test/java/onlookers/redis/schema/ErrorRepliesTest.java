package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import onlookers.fixture.LogCapture;
import onlookers.redis.connect.ScriptedRedis;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

class ErrorRepliesTest {
  private final ErrorReplies errors = new ErrorReplies();

  @Test
  void whatIsRefusedAgainAndAgainIsLoggedOnce() {
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      errors.log("a", ScriptedRedis.error("no"));
      errors.log("a", ScriptedRedis.error("no"));
      errors.logOrThrow("b", ScriptedRedis.error("never"));

      assertThat(log.warnings()).containsExactly("Redis refused: a: no", "Redis refused: b: never");
    }
  }

  @Test
  void whatIsAboutTheServerIsNoRefusalOfOneKey() {
    JedisDataException full = ScriptedRedis.error("OOM command not allowed");

    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThatThrownBy(() -> errors.logOrThrow("a", full)).isSameAs(full);
      assertThat(log.all()).isEmpty();
    }
  }
}
