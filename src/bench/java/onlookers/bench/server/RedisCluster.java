package onlookers.bench.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;

/** A Redis Cluster of masters alone, each with an equal share of the slots. */
public final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final List<RedisServer> masters = new ArrayList<>();

  /** Of so many masters. */
  public RedisCluster(int size) {
    for (int i = 0; i < size; i++) {
      String name = "cluster-" + i;
      masters.add(
          new RedisServer(
              name,
              "--cluster-enabled",
              "yes",
              "--cluster-config-file",
              Work.fresh(name + ".conf").toString()));
    }
    for (int i = 0; i < size; i++) {
      introduce(i, size);
    }
    masters.forEach(RedisCluster::awaitReady);
  }

  private void introduce(int place, int size) {
    try (Jedis jedis = connect(masters.get(place))) {
      int from = SLOTS * place / size;
      int to = SLOTS * (place + 1) / size;
      jedis.clusterAddSlots(IntStream.range(from, to).toArray());
      jedis.clusterMeet("127.0.0.1", masters.get(0).port());
    }
  }

  private static void awaitReady(RedisServer master) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    try (Jedis jedis = connect(master)) {
      while (!jedis.clusterInfo().contains("cluster_state:ok")) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("no cluster: " + jedis.clusterInfo());
        }
        Work.pause(LOOK);
      }
    }
  }

  private static Jedis connect(RedisServer master) {
    return new Jedis("127.0.0.1", master.port());
  }

  String uri() {
    return masters.stream()
        .map(master -> "127.0.0.1:" + master.port())
        .collect(Collectors.joining(",", "redis+cluster://", ""));
  }

  List<RedisServer> masters() {
    return masters;
  }

  @Override
  public void close() {
    masters.forEach(RedisServer::close);
  }
}
