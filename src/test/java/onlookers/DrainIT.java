package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A node that sends its clients elsewhere, because it was asked to or because it is to stop. */
class DrainIT {
  private static RedisProcess redis;
  private static WarProcess stays;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    stays = node();
  }

  @AfterAll
  static void stop() {
    stays.close();
    redis.close();
  }

  private static WarProcess node(String... more) {
    return WarProcess.start(
        Stream.concat(
                Stream.of("--redis.uri=" + redis.uri(), "--admin.token=sesame"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static HttpResponse<String> drain(WarProcess node, String body) throws Exception {
    URI address = node.base().resolve("api/admin/drain");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer sesame")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void awaitNotReady(WarProcess node) {
    await()
        .atMost(Reader.MAX_WAIT)
        .until(() -> Http.status(node.base().resolve("health/ready")) == 503);
  }

  @Test
  void anAdministratorDrainsANodeOverHttp() throws Exception {
    try (WarProcess goes = node()) {
      List<Reader> readers = Stream.of("a", "a", "b").map(p -> Reader.viewing(goes, p)).toList();
      HttpResponse<String> answer = drain(goes, "{\"seconds\":1}");
      assertThat(answer.body()).isEqualTo("{\"clients\":3}");
      assertThat(readers).allSatisfy(reader -> assertThat(reader.awaitClose()).isEqualTo(1012));
      assertThat(Http.status(goes.base().resolve("health/ready"))).isEqualTo(503);
      HttpResponse<String> late =
          Http.get(goes.base().resolve("socket.io/?EIO=4&transport=polling"));
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("going away");
      assertThat(Http.get(goes.base().resolve("metrics")).body())
          .contains("onlookers_refusals_total{reason=\"draining\"} 1.0");
      assertThat(goes.isAlive()).isTrue();
      assertThat(goes.awaitLine("had this node drain")).contains("3 clients over 1 s");
    }
  }

  @Test
  void aSigtermDrainsFirstAndTheReadersGoOnElsewhereWithoutADip() {
    try (WarProcess goes = node("--drain.seconds=2", "--session.grace=10");
        Reader watches = Reader.watching(stays, "c");
        Jedis jedis = redis.connect()) {
      Reader reader = Reader.viewing(goes, "c");
      watches.awaitViewers("c", 1);
      int before = watches.mark();
      goes.terminate();
      awaitNotReady(goes);
      try (RawClient late = RawClient.connect(goes.presence())) {
        assertThat(late.readClose()).as("a new one").isEqualTo(1012);
      }
      assertThat(reader.awaitClose()).isEqualTo(1012);
      assertThat(jedis.get("session:" + reader.session())).as("its session").isEqualTo("c");
      try (Reader again = Reader.connect(stays)) {
        again.resume("c", reader.session());
        again.awaitViewers("c", 1);
        assertThat(goes.awaitExit()).isZero();
        again.reconcile();
        assertThat(jedis.get("session:" + reader.session())).isEqualTo("c");
        assertThat(watches.since(before))
            .as("what others saw")
            .noneMatch(frame -> frame.is("counts"));
      }
      assertThat(goes.log()).contains("draining before the stop: 1 clients over 2 s");
    }
  }

  @Test
  void aSigtermLeavesAParkedPageItsGraceToGoOnElsewhere() {
    try (WarProcess goes = node("--drain.seconds=1", "--session.grace=10");
        Jedis jedis = redis.connect()) {
      Reader reader = Reader.viewing(goes, "p");
      reader.awaitViewers("p", 1);
      reader.park();
      reader.awaitViewers("p", 0);
      String owner = "onlookers:owner:{session:" + reader.session() + "}";
      goes.terminate();
      assertThat(reader.awaitClose()).isEqualTo(1012);

      await().during(Duration.ofSeconds(1)).until(() -> jedis.exists(owner));
      try (Reader again = Reader.connect(stays)) {
        again.resume("p", reader.session());
        again.awaitViewers("p", 1);
        again.reconcile();
        assertThat(again.session()).isEqualTo(reader.session());
      }
      assertThat(goes.awaitExit()).isZero();
    }
  }

  @Test
  void withNobodyHereASigtermEndsTheProcessAtOnceHoweverLongADrainMayTake() {
    try (WarProcess goes = node("--drain.seconds=3600")) {
      goes.terminate();
      assertThat(goes.awaitExit()).isZero();
    }
  }

  @Test
  void withoutTheSettingASigtermEndsEverySessionAtOnce() {
    try (WarProcess goes = node("--session.grace=600");
        Jedis jedis = redis.connect()) {
      Reader reader = Reader.viewing(goes, "d");
      reader.awaitViewers("d", 1);
      goes.terminate();
      assertThat(reader.awaitClose()).isEqualTo(1012);
      assertThat(goes.awaitExit()).isZero();
      assertThat(jedis.exists("session:" + reader.session())).isFalse();
    }
  }

  @Test
  void aJvmThatLeavesSignalsToTheSystemStartsAndStops() {
    WarProcess goes = WarProcess.launch(Map.of("JDK_JAVA_OPTIONS", "-Xrs"), "--http.port=0");
    goes.base();
    goes.terminate();
    assertThat(goes.awaitExit()).isEqualTo(143);
  }
}
