package onlookers.redis;

import java.util.List;
import java.util.stream.IntStream;
import onlookers.fixture.RedisCluster;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a Cluster of three masters. */
class ClusterRepositoryIT extends RedisRepositoryContract {
  private static RedisCluster redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisCluster.start();
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
    return IntStream.range(0, 3).mapToObj(redis::master).toList();
  }
}
