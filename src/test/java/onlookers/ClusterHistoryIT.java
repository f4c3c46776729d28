package onlookers;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import onlookers.fixture.RedisCluster;

/** On a Cluster. */
class ClusterHistoryIT extends Histories<RedisCluster> {
  @Override
  RedisCluster startServers() {
    return RedisCluster.start();
  }

  @Override
  Duration time() {
    return Duration.ofSeconds(40);
  }

  @Override
  void disturb(Random choices) {
    switch (choices.nextInt(3)) {
      case 0 -> redis.failover(choices.nextInt(3));
      case 1 -> redis.killMaster(choices.nextInt(3));
      default ->
          Stream.of("viewers", "viewers:a", "views:b", "onlookers:nodes")
              .mapToInt(RedisCluster::slot)
              .forEach(slot -> redis.moveSlot(slot, redis.master(choices.nextInt(3))));
    }
  }

  @Override
  void repair() {
    redis.replaceTheDead();
  }

  @Override
  boolean mayForget() {
    return true;
  }
}
