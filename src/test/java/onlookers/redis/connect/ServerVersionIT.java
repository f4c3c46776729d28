package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.config.RedisUri;
import onlookers.fixture.RedisAccess;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.RedisVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

class ServerVersionIT {
  private static final RedisUri ONE = RedisUri.parse("redis://h");

  @ParameterizedTest
  @CsvSource({
    "REDIS_6_0, Redis 6.0.16, true",
    "REDIS_6_2, Redis 6.2.11, false",
    "REDIS_7_0, Redis 7.0.15, false",
    "REDIS_8_0, Redis 8.0.2, false",
    "VALKEY_8_1, Valkey 8.1.1, false"
  })
  void theVersionOfEveryServerIsRead(RedisVersions version, String shown, boolean tooOld) {
    try (RedisProcess redis = RedisProcess.start(version.binary(), RedisAccess.OPEN);
        Jedis jedis = redis.connect()) {
      ServerVersion said = ServerVersion.ask(jedis.getConnection()).orElseThrow();
      assertThat(said).hasToString(shown);
      assertThat(said.mode()).isEqualTo("standalone");
      assertThat(said.replica()).isFalse();
      assertThat(new ServerRequirements(ONE).refusal(said).isPresent()).isEqualTo(tooOld);
      assertThat(jedis.ping()).isEqualTo("PONG");
    }
  }

  /** A user needs no permission for HELLO; a server may have none. */
  @Test
  void whereThereIsNoHelloInfoIsAskedAndWhereThatIsNotPermittedNothingIsKnown() {
    try (RedisProcess redis =
            RedisProcess.start(
                RedisVersions.VALKEY_8_1.binary(),
                RedisAccess.OPEN,
                "--rename-command",
                "HELLO",
                "");
        Jedis jedis = redis.connect()) {
      assertThat(ServerVersion.ask(jedis.getConnection()))
          .contains(new ServerVersion("Valkey", "8.1.1", "standalone", false));
      jedis.aclSetUser("default", "-info");
      assertThat(ServerVersion.ask(jedis.getConnection())).isEmpty();
    }
  }
}
