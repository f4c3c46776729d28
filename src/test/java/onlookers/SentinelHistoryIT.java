package onlookers;

import java.time.Duration;
import java.util.Random;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.SentinelGroup;

/** On a Sentinel group. */
class SentinelHistoryIT extends Histories<SentinelGroup> {
  @Override
  SentinelGroup startServers() {
    return SentinelGroup.start(1);
  }

  @Override
  Duration time() {
    return Duration.ofSeconds(40);
  }

  @Override
  void disturb(Random choices) {
    switch (choices.nextInt(3)) {
      case 0 -> redis.failover();
      case 1 -> redis.killMaster();
      default -> {
        RedisProcess old = redis.master();
        RedisProcess replica = redis.cutOff();
        old.kill();
        replica.thaw();
        redis.awaitOther(old);
      }
    }
  }

  @Override
  void repair() {
    redis.restartTheDead();
  }

  @Override
  boolean mayForget() {
    return true;
  }
}
