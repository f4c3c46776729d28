package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.RedisProcess;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JedisViewsImporterIT {
  private static final Post A = new Post("a");
  private static final Post B = new Post("b");

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final RedisContext node = new RedisContext(RedisUri.parse(redis.uri()), settings());
  private final JedisViewsImporter importer = new JedisViewsImporter(node, nodeMetrics.state());

  private static Settings settings() {
    return SettingsLoader.load(
            Sources.only(Map.of("node.id", "one", "redis.prefix", "test:"), Deployment.SERVER))
        .settings();
  }

  @BeforeEach
  void anEmptyRedisIsThere() {
    jedis.flushAll();
    nodeMetrics.state().redisUp(true);
  }

  @AfterAll
  void stop() {
    jedis.close();
    node.close();
    redis.close();
  }

  @Test
  void whatWasCountedElsewhereIsAddedToWhatIsThere() {
    jedis.set("test:views:a", "5");
    assertThat(importer.importOnce(Map.of(A, 120L, B, 9007199254740991L))).isEqualTo(2);
    assertThat(jedis.get("test:views:a")).isEqualTo("125");
    assertThat(jedis.get("test:views:b")).isEqualTo("9007199254740991");
    assertThat(jedis.keys("test:onlookers:imported:*"))
        .containsExactlyInAnyOrder(
            "test:onlookers:imported:{test:views:a}", "test:onlookers:imported:{test:views:b}");
  }

  @Test
  void aRepetitionAddsNothing() {
    importer.importOnce(Map.of(A, 120L));
    jedis.incr("test:views:a");
    assertThat(importer.importOnce(Map.of(A, 130L, B, 7L))).isEqualTo(1);
    assertThat(importer.importOnce(Map.of(A, 130L, B, 7L))).isZero();
    assertThat(jedis.get("test:views:a")).isEqualTo("121");
    assertThat(jedis.get("test:views:b")).isEqualTo("7");
  }

  @Test
  void aKeyThatHoldsNoNumberIsRefusedAndAnotherTryAddsNothingToTheOthers() {
    for (String foreign : new String[] {"many", "007", "9223372036854775807"}) {
      jedis.set("test:views:b", foreign);
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> importer.importOnce(Map.of(A, 1L, B, 1L)));
      assertThat(jedis.get("test:views:b")).isEqualTo(foreign);
    }
    jedis.del("test:views:b");
    jedis.sadd("test:views:b", "member");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> importer.importOnce(Map.of(A, 1L, B, 1L)));
    jedis.del("test:views:b");
    assertThat(importer.importOnce(Map.of(A, 1L, B, 1L))).isEqualTo(1);
    assertThat(jedis.mget("test:views:a", "test:views:b")).containsExactly("1", "1");
  }

  @Test
  void whatANodeOfTheEarlierVersionHasImportedIsNotImportedAgainNorByItAfterwards() {
    jedis.sadd("test:onlookers:imported", "a");
    assertThat(importer.importOnce(Map.of(A, 120L, B, 7L))).isEqualTo(1);
    assertThat(jedis.mget("test:views:a", "test:views:b")).containsExactly(null, "7");
    assertThat(jedis.smembers("test:onlookers:imported")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aRedisThatHasForgottenTheScriptIsSentItAgain() {
    importer.importOnce(Map.of(A, 1L));
    jedis.scriptFlush();
    assertThat(importer.importOnce(Map.of(B, 1L))).isEqualTo(1);
  }

  @Test
  void nothingAtAllIsNothingImported() {
    assertThat(importer.importOnce(Map.of())).isZero();
  }

  @Test
  void whileRedisIsAwayNothingIsTried() {
    nodeMetrics.state().redisUp(false);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> importer.importOnce(Map.of(A, 1L)));
    assertThat(jedis.dbSize()).isZero();
  }
}
