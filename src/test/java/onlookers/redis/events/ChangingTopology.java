package onlookers.redis.events;

import java.util.function.Supplier;
import onlookers.redis.connect.Layout;
import onlookers.redis.connect.Topology;

/** Masters that take each other's place when the test says so. */
record ChangingTopology(Supplier<Layout> now) implements Topology {
  @Override
  public Layout layout() {
    return now.get();
  }

  @Override
  public Layout refresh() {
    return now.get();
  }

  @Override
  public boolean changes() {
    return true;
  }
}
