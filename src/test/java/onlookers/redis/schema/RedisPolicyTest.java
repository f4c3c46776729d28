package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import onlookers.config.Deployment;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import org.junit.jupiter.api.Test;

class RedisPolicyTest {
  private static RedisPolicy policy(int ttl, int lease) {
    return new RedisPolicy(Duration.ofSeconds(ttl), Duration.ofSeconds(lease), Duration.ZERO);
  }

  @Test
  void timesAreThoseOfTheSettingsInTheUnitsOfTheCommands() {
    Map<String, String> given =
        Map.of("session.ttl", "600", "node.lease", "20", "views.window", "60");
    RedisPolicy policy =
        RedisPolicy.of(SettingsLoader.load(Sources.only(given, Deployment.SERVER)).settings());
    assertThat(policy.ttlSeconds()).isEqualTo("600");
    assertThat(policy.leaseMillis()).isEqualTo("20000");
    assertThat(policy.windowSeconds()).isEqualTo("60");
    assertThat(RedisPolicy.visitSeconds()).isEqualTo("86400");
  }

  @Test
  void whatANodeOwnsOutlivesItsSessionsAndItsDeathByAMinute() {
    assertThat(policy(600, 15).ownerSeconds()).isEqualTo("660");
    assertThat(policy(600, 200).ownerSeconds()).isEqualTo("860");
  }

  @Test
  void whatBelongsToADayIsKeptForThirtyOneDays() {
    assertThat(RedisPolicy.dayExpiresAt(LocalDate.EPOCH)).isEqualTo(31 * 86_400);
  }
}
