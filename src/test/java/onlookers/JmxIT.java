package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.openmbean.CompositeData;
import onlookers.fixture.Http;
import onlookers.fixture.Jmx;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract section 8 over a remote JMX connection, and the same numbers in {@code /metrics}. */
class JmxIT {
  private static RedisProcess redis;
  private static WarProcess war;
  private static Jmx jmx;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    war =
        WarProcess.start(
            "--redis.uri=" + redis.uri(),
            "--node.id=the-node_1",
            "--sweep.interval=1",
            "--node.lease=3",
            "--session.grace=1");
    jmx = war.jmx();
  }

  @AfterAll
  static void stop() {
    jmx.close();
    war.close();
    redis.close();
  }

  private static void awaitNumber(String attribute, long value) {
    await()
        .atMost(Reader.MAX_WAIT)
        .untilAsserted(() -> assertThat(jmx.number(attribute)).as(attribute).isEqualTo(value));
  }

  @Test
  void theNameCarriesTheNode() {
    assertThat(jmx.presence().getCanonicalName())
        .isEqualTo("onlookers:node=the-node_1,type=Presence");
    assertThat(jmx.attribute("Node")).isEqualTo("the-node_1");
  }

  @Test
  void everyAttributeOfTheContractCanBeRead() {
    assertThat(Jmx.ATTRIBUTES)
        .allSatisfy(name -> assertThat(jmx.attribute(name)).as(name).isNotNull());
    assertThat(jmx.attribute("RedisUp")).isEqualTo(true);
    assertThat(jmx.attribute("Draining")).isEqualTo(false);
    assertThat(jmx.number("RedisRoundTripMicros")).isBetween(1L, 3_000_000L);
    await().until(() -> jmx.number("LastSweepAt") > 0);
  }

  @Test
  void theNumbersFollowWhatHappens() {
    awaitNumber("Sessions", 0);
    awaitNumber("Posts", 0);
    long opened = jmx.number("SessionsOpened");
    long closed = jmx.number("SessionsClosed");
    long views = jmx.number("ViewsCounted");
    long received = jmx.number("FramesReceived");
    long refused = jmx.number("FramesRefused");
    long sent = jmx.number("PushesSent");
    try (Reader first = Reader.viewing(war, "jmx-a");
        Reader second = Reader.watching(war, "jmx-a", "jmx-b")) {
      second.refusal("[\"nonsense\"]");
      first.view("jmx-a");
      first.reconcile();
      awaitNumber("Sessions", 2);
      awaitNumber("Posts", 2);
      awaitNumber("SessionsOpened", opened + 2);
      awaitNumber("ViewsCounted", views + 1);
      awaitNumber("FramesReceived", received + 5);
      awaitNumber("FramesRefused", refused + 2);
      awaitNumber("PushesSent", sent + 3);
    }
    awaitNumber("Sessions", 0);
    awaitNumber("Posts", 0);
    awaitNumber("SessionsClosed", closed + 2);
  }

  @Test
  void aRefusedHandshakeIsCounted() {
    long refused = jmx.number("HandshakesRefused");
    Map<String, String> evil = Map.of("Origin", "http://evil.example");
    try (RawClient raw = RawClient.connect(war.presence(), evil)) {
      assertThat(raw.status()).isEqualTo(403);
    }
    awaitNumber("HandshakesRefused", refused + 1);
  }

  @Test
  void countsAndTheRankingCanBeAsked() {
    try (Reader first = Reader.viewing(war, "jmx-c");
        Reader second = Reader.viewing(war, "jmx-c")) {
      second.awaitCounts("jmx-c", 2, 2);
      first.awaitCounts("jmx-c", 2, 2);
      assertThat(((Number) jmx.call("viewers", "jmx-c")).longValue()).isEqualTo(2);
      assertThat(((Number) jmx.call("views", "jmx-c")).longValue()).isEqualTo(2);
      assertThat(((Number) jmx.call("viewers", "nobody")).longValue()).isZero();
      await() // the collector ranks each second, and an answer is a second old at most
          .untilAsserted(
              () -> assertThat(text(jmx.call("topPosts", 1))).contains("jmx-c").contains("2"));
    }
  }

  /** Whatever open type the ranking has: its text. */
  private static String text(Object ranking) {
    if (ranking instanceof CompositeData[] rows) {
      return Arrays.stream(rows).map(row -> row.values().toString()).toList().toString();
    }
    return ranking instanceof Object[] rows ? Arrays.toString(rows) : ranking.toString();
  }

  @Test
  void sweepReturnsHowManySessionsItCollected() {
    try (var jedis = redis.connect()) {
      jedis.hset("viewers", "gone", "jmx-d");
      assertThat(((Number) jmx.call("sweep")).longValue()).isBetween(0L, 1L);
      assertThat(jedis.hexists("viewers", "gone")).isFalse();
    }
  }

  @Test
  void disconnectClosesTheSocketsOfAPost() {
    Reader viewing = Reader.viewing(war, "jmx-e");
    try (Reader other = Reader.viewing(war, "jmx-f")) {
      jmx.call("disconnect", "jmx-e");
      viewing.awaitClose();
      other.reconcile();
      assertThat(other.closeCode()).isNull();
    }
  }

  @Test
  void whileRedisIsAwayTheNodeSaysSo() {
    try (Reader reader = Reader.viewing(war, "jmx-g")) {
      redis.freeze();
      reader.awaitFrame("degraded", frame -> frame.is("degraded"));
      assertThat(jmx.attribute("Degraded")).isEqualTo(true);
      assertThat(jmx.attribute("RedisUp")).isEqualTo(false);
      String metrics = Http.body(war.base().resolve("metrics"));
      assertThat(metric(metrics, "onlookers_degraded")).isEqualTo(1);
      assertThat(metric(metrics, "onlookers_redis_up")).isZero();
      assertThat(Http.status(war.base().resolve("health/ready"))).isEqualTo(503);
      assertThat(Http.status(war.base().resolve("health/live"))).isEqualTo(200);
      assertThat(Http.get(war.base().resolve("api/posts/1")))
          .satisfies(
              answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("\"unavailable\"");
              });
      redis.thaw();
      await().atMost(Reader.MAX_WAIT).until(() -> jmx.attribute("Degraded").equals(false));
      await()
          .atMost(Reader.MAX_WAIT)
          .until(() -> Http.status(war.base().resolve("health/ready")) == 200);
    } finally {
      redis.thaw();
    }
  }

  @Test
  void afterARestartOfRedisTheApiAnswersAtOnce() {
    URI api = war.base().resolve("api/posts/1");
    IntStream.range(0, 20).parallel().forEach(i -> assertThat(Http.status(api)).isEqualTo(200));
    redis.kill();
    await()
        .atMost(Reader.MAX_WAIT)
        .until(() -> Http.status(war.base().resolve("health/ready")) == 503);
    redis.restart();
    await()
        .atMost(Reader.MAX_WAIT)
        .until(() -> Http.status(war.base().resolve("health/ready")) == 200);
    IntStream.range(0, 20).forEach(i -> assertThat(Http.status(api)).isEqualTo(200));
  }

  @Test
  void theSameNumbersStandInTheMetrics() {
    try (Reader reader = Reader.viewing(war, "jmx-h")) {
      reader.awaitCounts("jmx-h", 1, 1);
      awaitNumber("Sessions", 1); // those of earlier tests have left
      awaitNumber("Posts", 1);
      String metrics = Http.body(war.base().resolve("metrics"));
      assertThat(metric(metrics, "onlookers_sessions")).isEqualTo(jmx.number("Sessions"));
      assertThat(metric(metrics, "onlookers_posts")).isEqualTo(jmx.number("Posts")).isPositive();
      assertThat(metric(metrics, "onlookers_redis_up")).isEqualTo(1);
      assertThat(metric(metrics, "onlookers_views_counted_total"))
          .isEqualTo(jmx.number("ViewsCounted"));
      assertThat(metric(metrics, "onlookers_frames_received_total"))
          .isEqualTo(jmx.number("FramesReceived"));
    }
  }

  private static long metric(String metrics, String name) {
    Matcher line =
        Pattern.compile("(?m)^" + name + "(?:\\{[^}]*\\})? ([0-9.eE+]+)$").matcher(metrics);
    assertThat(line.find()).as("%s in%n%s", name, metrics).isTrue();
    return (long) Double.parseDouble(line.group(1));
  }
}
