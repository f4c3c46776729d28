package onlookers.bench.load;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** What other programs write to Redis: a viewer more on a post, and one less. */
public final class RedisChanges {
  private static final int PIPELINE = 100;
  private static final String SOMEBODY = "bench-somebody";

  private RedisChanges() {}

  /** So many changes of these posts, one after the other, each of which is announced. */
  public static void make(int redisPort, List<String> posts, int changes) {
    try (Jedis jedis = new Jedis("127.0.0.1", redisPort)) {
      for (int done = 0; done < changes; ) {
        Pipeline pipeline = jedis.pipelined();
        for (int i = 0; i < PIPELINE && done < changes; i++, done++) {
          String key = "viewers:" + posts.get(done / 2 % posts.size());
          if (done % 2 == 0) {
            pipeline.sadd(key, SOMEBODY);
          } else {
            pipeline.srem(key, SOMEBODY);
          }
        }
        pipeline.sync();
      }
    }
  }
}
