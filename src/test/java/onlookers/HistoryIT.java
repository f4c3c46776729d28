package onlookers;

import java.time.Duration;
import java.util.Random;
import onlookers.fixture.RedisProcess;

/** On one Redis. */
class HistoryIT extends Histories<RedisProcess> {
  @Override
  RedisProcess startServers() {
    return RedisProcess.start();
  }

  @Override
  Duration time() {
    return Duration.ofSeconds(30);
  }

  @Override
  void disturb(Random choices) {
    // nothing that it could survive with its data
  }

  @Override
  void repair() {
    // nothing was broken
  }

  @Override
  boolean mayForget() {
    return false;
  }
}
