package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionCheckTest {
  private static List<String> warnings(Object memory) {
    try (LogCapture log = new LogCapture(EvictionCheck.class)) {
      EvictionCheck.warn(new ScriptedRedis().on("INFO", memory));
      return log.warnings();
    }
  }

  private static String memory(String policy) {
    return "# Memory\r\nused_memory:1000\r\nmaxmemory_policy:" + policy + "\r\nmem:1\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
  void aRedisThatMayEvictViewsIsNamedWithItsPolicy(String policy) {
    assertThat(warnings(memory(policy)))
        .singleElement()
        .asString()
        .startsWith("Redis' maxmemory-policy is " + policy + ": when memory is short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"noeviction", "volatile-lru", "volatile-ttl"})
  void aRedisThatKeepsWhatNeverExpiresIsNot(String policy) {
    assertThat(warnings(memory(policy))).isEmpty();
  }

  @Test
  void aRedisThatDoesNotSayIsNotWarnedOf() {
    assertThat(warnings(ScriptedRedis.error("NOPERM this user has no permissions"))).isEmpty();
  }
}
