package onlookers.redis;

import java.util.List;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a Sentinel group. */
class SentinelRepositoryIT extends RedisRepositoryContract {
  private static onlookers.fixture.SentinelGroup redis;

  @BeforeAll
  static void startRedis() {
    redis = onlookers.fixture.SentinelGroup.start(1);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  String uri() {
    return redis.uri();
  }

  @Override
  public List<RedisProcess> masters() {
    return List.of(redis.master());
  }
}
