package onlookers.redis;

import java.util.List;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one server. */
class JedisPresenceRepositoryIT extends RedisRepositoryContract {
  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
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
    return List.of(redis);
  }
}
