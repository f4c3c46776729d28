package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import onlookers.fixture.Engine;
import onlookers.fixture.EngineSocket;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.Frame;
import onlookers.fixture.Http;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.Tickets;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The site as a whole: {@code ["watching", ["*"]]} and {@code /api/online}. */
class SiteIT {
  private static final String SECRET = "the secret of tickets";
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static RedisProcess redis;
  private static WarProcess war;
  private static Jedis jedis;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    war = WarProcess.start("--redis.uri=" + redis.uri(), "--ticket.secret=" + SECRET);
    jedis = redis.connect();
  }

  @AfterAll
  static void stop() {
    jedis.close();
    war.close();
    redis.close();
  }

  @AfterEach
  void isEmptyAgain() {
    jedis.del("onlookers:collector");
    await().atMost(Reader.MAX_WAIT).until(() -> jedis.hlen("viewers") == 0);
  }

  private static Reader viewing(String post) {
    Reader reader = Reader.connect(war);
    reader.view(post, Map.of("ticket", Tickets.of(SECRET, post)));
    reader.awaitCountsOf(post);
    return reader;
  }

  private static Reader watchingSite() {
    Reader reader = Reader.connect(war);
    reader.watch("*");
    reader.awaitFrame("the site", frame -> frame.is("online"));
    return reader;
  }

  private static long last(Reader reader) {
    List<Frame> received = reader.received("online");
    return (Long) received.get(received.size() - 1).words().get(1);
  }

  private static void awaitOnline(Reader reader, long viewers) {
    await()
        .atMost(Reader.MAX_WAIT)
        .untilAsserted(() -> assertThat(last(reader)).isEqualTo(viewers));
  }

  private static String apiOnline() {
    return Http.body(war.base().resolve("api/online"));
  }

  private static long hashSizesAsked() {
    return jedis
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_hlen:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void whoWatchesTheSiteReceivesEveryPostOfEveryNodeAtMostOnceASecond() {
    try (Reader watcher = watchingSite();
        Reader first = viewing("13");
        Reader second = viewing("14")) {
      awaitOnline(watcher, 2);
      try (ForeignWriter foreign = new ForeignWriter(redis, "")) {
        String session = foreign.view("15");
        awaitOnline(watcher, 3);
        foreign.leave(session);
        awaitOnline(watcher, 2);
      }
      first.park();
      second.park();
      awaitOnline(watcher, 0);
      List<Frame> received = watcher.received("online");
      for (int i = 1; i < received.size(); i++) {
        assertThat(received.get(i).words()).isNotEqualTo(received.get(i - 1).words());
      }
      assertThat(watcher.received("counts")).isEmpty();
      assertThat(watcher.received("error")).isEmpty();
    }
  }

  @Test
  void theApiAnswersTheSameAndOnHowManyPosts() {
    try (Reader first = viewing("13");
        Reader second = viewing("13")) {
      await()
          .atMost(Reader.MAX_WAIT)
          .untilAsserted(() -> assertThat(apiOnline()).isEqualTo("{\"viewers\":2,\"posts\":1}"));
      assertThat(first.received("error")).isEmpty();
      assertThat(second.received("error")).isEmpty();
    }
  }

  @Test
  void howeverManyWatchAndAskItIsReadOnceASecondAndNotAtAllWhenNobodyDoes() {
    List<Reader> watchers = IntStream.range(0, 40).mapToObj(i -> watchingSite()).toList();
    long start = System.nanoTime();
    long before = hashSizesAsked();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> apiOnline().startsWith("{") && hashSizesAsked() >= before + 3);
    long asked = hashSizesAsked() - before;
    long seconds = (System.nanoTime() - start) / SECOND;
    assertThat(asked).isLessThanOrEqualTo(seconds + 2);

    jedis.set("onlookers:collector", "another:1"); // who collects asks for the minute's peak
    watchers.forEach(Reader::close);
    AtomicLong known = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              long now = hashSizesAsked();
              return known.getAndSet(now) == now;
            });
  }

  @Test
  void socketIoReceivesTheSameAsAnEvent() {
    Engine engine = new Engine(war.base().resolve("socket.io/"), 4);
    try (EngineSocket socket = engine.connect()) {
      socket.send("40");
      socket.send("42[\"watching\",[\"*\"]]");
      socket.awaitText("42[\"online\",0]"); // perhaps after one of a second ago
    }
  }

  @Test
  void whileRedisIsAwayItIsThisNodesOwnAndTheApiIsUnavailable() {
    try (Reader watcher = watchingSite();
        Reader reader = viewing("13")) {
      try (ForeignWriter foreign = new ForeignWriter(redis, "")) {
        foreign.view("15");
        awaitOnline(watcher, 2);
      }
      redis.kill();
      watcher.awaitFrame("degraded", frame -> frame.text().equals("[\"degraded\",true]"));
      awaitOnline(watcher, 1);
      HttpResponse<String> refused = Http.get(war.base().resolve("api/online"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).startsWith("{\"error\":\"unavailable\"");
      try (Reader late = viewing("14")) {
        awaitOnline(watcher, 2);
        assertThat(late.closeCode()).isNull();
      }
      awaitOnline(watcher, 1);
      int mark = watcher.mark();
      redis.restart(); // empty
      jedis.close();
      jedis = redis.connect();
      watcher.awaitFrame(
          "no longer degraded",
          mark,
          Duration.ofSeconds(20),
          frame -> frame.text().equals("[\"degraded\",false]"));
      try (Reader third = viewing("13")) {
        awaitOnline(watcher, 2);
        assertThat(third.closeCode()).isNull();
      }
      assertThat(watcher.since(mark))
          .as("nothing but what was true")
          .filteredOn(frame -> frame.is("online"))
          .extracting(Frame::text)
          .doesNotContain("[\"online\",0]");
      assertThat(reader.closeCode()).isNull();
    }
  }
}
