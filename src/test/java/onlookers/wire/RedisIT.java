package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.Reader;
import onlookers.redis.connect.RedisConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What the wire asks of Redis, and that no socket waits for it. */
class RedisIT {
  private static final int CROWD = 300;

  private final String post = Wire.post();
  private final Jedis redis = Wire.jedis();

  @AfterEach
  void close() {
    Wire.REDIS.thaw();
    redis.close();
  }

  /** How often Redis has read from a connection, whatever came. */
  private long reads() {
    return redis
        .info("stats")
        .lines()
        .filter(line -> line.startsWith("total_reads_processed:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void operationsThatArriveTogetherLeaveTogether() {
    List<Reader> readers = IntStream.range(0, CROWD).mapToObj(i -> Wire.connect()).toList();
    long before = reads();
    Wire.REDIS.freeze();
    readers.parallelStream().forEach(reader -> reader.view(post));
    Wire.REDIS.thaw();
    readers.forEach(reader -> reader.awaitCounts(post, CROWD, CROWD));
    assertThat(reads() - before).isLessThan(CROWD / 2);
    readers.parallelStream().forEach(Reader::close);
  }

  /** Who waits for Redis does so each time; a busy machine keeps a test waiting now and then. */
  @Test
  void noSocketWaitsForRedis() {
    assertThat(Stream.generate(RedisIT::timeWithoutRedis).limit(3))
        .anyMatch(time -> time.compareTo(RedisConnector.TIMEOUT) < 0);
  }

  private static Duration timeWithoutRedis() {
    String post = Wire.post();
    try (Reader reader = Wire.viewing(post)) {
      Wire.REDIS.freeze();
      long start = System.nanoTime();
      reader.view(post + "-next");
      reader.park();
      reader.reconcile();
      try (Reader second = Wire.connect()) {
        second.view(post);
        second.reconcile();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Wire.REDIS.thaw();
        second.awaitCounts(post, 1, 2);
        return time;
      }
    }
  }
}
