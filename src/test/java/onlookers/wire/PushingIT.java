package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onlookers.fixture.Frame;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** Pushing: at once, then paced, always the newest, and nobody is waited for. */
class PushingIT {
  private final String post = Wire.post();
  private final Jedis redis = Wire.jedis();

  @AfterEach
  void close() {
    redis.close();
  }

  /** Adds views one by one for so long, as fast as a round trip lets; returns the last. */
  private long addViews(Duration time) {
    long views = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      views = redis.incr("views:" + post);
    }
    return views;
  }

  @Test
  void theFirstChangeAfterAQuietTimeComesAtOnce() {
    try (Reader reader = Wire.viewing(post)) {
      List<Long> delays = new ArrayList<>();
      for (int i = 2; i < 22; i++) {
        long start = System.nanoTime();
        redis.incr("views:" + post);
        reader.awaitCounts(post, 1, i);
        List<Frame> counts = reader.countsOf(post);
        delays.add((counts.get(counts.size() - 1).at() - start) / 1_000_000);
      }
      assertThat(delays.stream().sorted().skip(10).findFirst().orElseThrow())
          .as("milliseconds, the median of %s", delays)
          .isLessThan(50);
    }
  }

  @Test
  void aPostIsPushedAtMostEvery20MillisecondsAndTheLastValueArrives() {
    try (Reader reader = Wire.viewing(post)) {
      int mark = reader.mark();
      Duration time = Duration.ofSeconds(2);
      long last = addViews(time);
      reader.awaitCounts(post, 1, last);
      assertThat(last).isGreaterThan(500);
      assertThat(reader.since(mark)).hasSizeBetween(20, (int) (time.toMillis() / 20) + 5);
      reader.assertViewsNeverFall();
      reader.assertNoRepetition();
    }
  }

  @Test
  void aCrowdIsPushedLessOften() {
    int crowd = 1_000;
    List<RawClient> sockets =
        IntStream.range(0, crowd).mapToObj(i -> RawClient.connect(Wire.WAR.presence())).toList();
    try (Reader reader = Wire.watching(post)) {
      sockets.forEach(socket -> socket.text("[\"watching\",[\"" + post + "\"]]"));
      sockets.forEach(PushingIT::readCounts);
      int mark = reader.mark();
      Duration time = Duration.ofSeconds(2);
      long last = addViews(time);
      reader.awaitCounts(post, 0, last);
      assertThat(reader.since(mark)).hasSizeBetween(10, (int) (time.toMillis() / 50) + 5);
    } finally {
      sockets.forEach(RawClient::close);
    }
  }

  private static void readCounts(RawClient socket) {
    assertThat(socket.readText()).startsWith("[\"session\"");
    assertThat(socket.readText()).startsWith("[\"counts\"");
  }

  @Test
  void whatChangesAndChangesBackIsNotPushed() {
    try (Reader reader = Wire.viewing(post)) {
      int mark = reader.mark();
      Transaction back = redis.multi();
      back.incr("views:" + post);
      back.decr("views:" + post);
      back.sadd("viewers:" + post, "passing");
      back.srem("viewers:" + post, "passing");
      back.exec();
      redis.incr("views:" + post);
      reader.awaitCounts(post, 1, 2);
      assertThat(reader.since(mark)).hasSize(1);
    }
  }

  @Test
  void neverAnOlderValueAfterANewerOne() {
    try (Reader watcher = Wire.watching(post)) {
      List<Reader> readers = IntStream.range(0, 20).mapToObj(i -> Wire.connect()).toList();
      readers.parallelStream()
          .forEach(
              reader -> {
                for (int i = 0; i < 20; i++) {
                  reader.view(i % 2 == 0 ? post : post + "-other");
                }
              });
      readers.forEach(reader -> reader.awaitCounts(post + "-other", 20, 200));
      watcher.awaitCounts(post, 0, 200);
      watcher.assertViewsNeverFall();
      watcher.assertNoRepetition();
      readers.forEach(Reader::assertViewsNeverFall);
      readers.forEach(Reader::close);
    }
  }

  @Test
  void aReaderThatDoesNotReadDelaysNobodyAndLosesOnlyOldValues() {
    String[] posts = IntStream.range(0, 100).mapToObj(this::longName).toArray(String[]::new);
    try (RawClient slow = RawClient.connect(Wire.WAR.presence(), Map.of(), 2_048);
        Reader quick = Wire.watching(posts)) {
      slow.text("[\"watching\",[\"" + String.join("\",\"", posts) + "\"]]");
      long last = flood(posts, Duration.ofSeconds(4));
      for (String name : posts) {
        quick.awaitCounts(name, 0, last);
      }
      assertThat(quick.closeCode()).isNull();
      assertReceivesTheLastValues(slow, posts, last);
    }
  }

  private String longName(int i) {
    String name = post + "-" + i;
    return name + "x".repeat(32 - name.length());
  }

  /** More than any socket's buffers hold. */
  private long flood(String[] posts, Duration time) {
    long round = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      round++;
      try (var pipeline = redis.pipelined()) {
        for (String name : posts) {
          pipeline.incr("views:" + name);
        }
        pipeline.sync();
      }
    }
    return round;
  }

  private static void assertReceivesTheLastValues(RawClient slow, String[] posts, long last) {
    int missing = posts.length;
    int received = 0;
    while (missing > 0) {
      String frame = slow.readText();
      assertThat(frame).as("a frame, %d posts are still to come", missing).isNotNull();
      received++;
      if (frame.endsWith("," + last + "]")) {
        missing--;
      }
    }
    assertThat(received).as("frames that were kept for it").isLessThan((int) last * posts.length);
  }

  @Test
  void everyReaderOfACrowdReceivesTheSameLastCounts() {
    List<Reader> readers = IntStream.range(0, 50).mapToObj(i -> Wire.connect()).toList();
    readers.parallelStream().forEach(reader -> reader.view(post));
    readers.forEach(reader -> reader.awaitCounts(post, 50, 50));
    readers.subList(0, 25).parallelStream().forEach(Reader::close);
    readers.subList(25, 50).forEach(reader -> reader.awaitCounts(post, 25, 50));
    readers.subList(25, 50).parallelStream().forEach(Reader::close);
    await().atMost(Reader.MAX_WAIT).until(() -> !redis.exists("viewers:" + post));
  }
}
