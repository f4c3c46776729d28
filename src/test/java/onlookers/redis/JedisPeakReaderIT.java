package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.RedisProcess;
import onlookers.presence.PeakReader.Peak;
import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class JedisPeakReaderIT {
  private static final Instant NOW = Instant.parse("2026-11-26T00:07:30Z");

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final RedisContext node =
      new RedisContext(
          RedisUri.parse(redis.uri()),
          SettingsLoader.load(Sources.only(Map.of("node.id", "one"), Deployment.SERVER))
              .settings());
  private final JedisPeakReader reader = new JedisPeakReader(node, nodeMetrics.state(), () -> NOW);

  @BeforeEach
  void redisIsThere() {
    nodeMetrics.state().redisUp(true);
  }

  @AfterEach
  void stop() {
    node.close();
    jedis.close();
    redis.close();
  }

  @Test
  void theLastDayComesInStepsOfFiveMinutesWithTheMostOfEach() {
    jedis.hset("onlookers:peak:2026-11-26", Map.of("00:05", "4", "00:06", "9", "00:03", "2"));
    jedis.hset("onlookers:peak:2026-11-25", Map.of("23:59", "7", "00:10", "5", "00:09", "99"));
    List<Peak> day = reader.lastDay();
    assertThat(day).hasSize(288);
    assertThat(day.get(287)).isEqualTo(new Peak(at("2026-11-26T00:05:00Z"), 9));
    assertThat(day.get(286)).isEqualTo(new Peak(at("2026-11-26T00:00:00Z"), 2));
    assertThat(day.get(285)).isEqualTo(new Peak(at("2026-11-25T23:55:00Z"), 7));
    assertThat(day.get(0)).isEqualTo(new Peak(at("2026-11-25T00:10:00Z"), 5));
  }

  private static long at(String time) {
    return Instant.parse(time).getEpochSecond();
  }

  @Test
  void whatIsNoNumberAndAKeyThatIsNoHashCountAsZero() {
    jedis.hset("onlookers:peak:2026-11-26", "00:05", "many");
    jedis.set("onlookers:peak:2026-11-25", "x");
    assertThat(reader.lastDay()).hasSize(288).allMatch(peak -> peak.viewers() == 0);
  }

  @Test
  void whileRedisIsAwayItIsRefusedAtOnce() {
    nodeMetrics.state().redisUp(false);
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(reader::lastDay);
  }
}
