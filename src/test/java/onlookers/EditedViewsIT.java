package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What an administrator does with views on one node, and readers of another one receive. */
class EditedViewsIT {
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static RedisProcess redis;
  private static WarProcess one;
  private static WarProcess two;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    one = launch();
    two = launch();
    one.base();
    two.base();
  }

  private static WarProcess launch() {
    return WarProcess.launch("--redis.uri=" + redis.uri(), "--admin.token=sesame");
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static String admin(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(one.base().resolve("api/admin/views" + path))
            .header("Authorization", "Bearer sesame")
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(two.base().resolve(path)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void readersOfEveryNodeHearOfEveryChangeAlsoDownwards() throws Exception {
    try (Reader here = Reader.viewing(one, "13");
        Reader there = Reader.watching(two, "13")) {
      here.awaitCounts("13", 1, 1);
      assertThat(admin("PUT", "/13", "{\"views\":500}"))
          .isEqualTo("{\"post\":\"13\",\"views\":500}");
      there.awaitCounts("13", 1, 500);
      assertThat(admin("PUT", "/13", "{\"views\":7}")).isEqualTo("{\"post\":\"13\",\"views\":7}");
      here.awaitCounts("13", 1, 7);
      there.awaitCounts("13", 1, 7);
      assertThat(admin("PUT", "", "{\"atLeast\":{\"13\":6,\"14\":3}}"))
          .isEqualTo("{\"posts\":2,\"changed\":1}");
      assertThat(admin("PUT", "/13", "{\"atLeast\":9}")).isEqualTo("{\"post\":\"13\",\"views\":9}");
      there.awaitCounts("13", 1, 9);
      assertThat(admin("DELETE", "", "{\"posts\":[13,14]}"))
          .isEqualTo("{\"posts\":2,\"changed\":2}");
      here.awaitCounts("13", 1, 0);
      there.awaitCounts("13", 1, 0);
      here.view("14");
      here.awaitCounts("14", 1, 1);
    }
    assertThat(one.log())
        .contains("the views of 2 posts were forgotten by an administrator at \"127.0.0.1\"")
        .doesNotContain("sesame");
  }

  /** As by the cache plugin of a site that shares the server with us. */
  @Test
  void whatAnEmptiedRedisHasLostIsRestored() throws Exception {
    try (Reader reader = Reader.viewing(two, "15")) {
      reader.awaitCounts("15", 1, 1);
      admin("PUT", "/15", "{\"views\":500}");
      reader.awaitCounts("15", 1, 500);
      try (Jedis jedis = redis.connect()) {
        jedis.flushDB();
      }
      reader.awaitCounts("15", 1, 0);
      assertThat(admin("PUT", "/15", "{\"atLeast\":500}"))
          .isEqualTo("{\"post\":\"15\",\"views\":500}");
      reader.awaitCounts("15", 1, 500);
      try (Reader another = Reader.viewing(one, "15")) {
        another.awaitCounts("15", 2, 501);
      }
      admin("PUT", "/15", "{\"atLeast\":500}");
      assertThat(get("api/posts/15")).endsWith(",\"views\":501}");
    }
  }

  @Test
  void viewsStandInTheHistoryAndInTheRankingOfTheDay() throws Exception {
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    try (Reader first = Reader.viewing(one, "7-16");
        Reader second = Reader.viewing(two, "7-16")) {
      first.awaitCounts("7-16", 2, 2);
      second.awaitCounts("7-16", 2, 2);
      admin("PUT", "/7-16", "{\"views\":500}");
      await()
          .atMost(MAX_WAIT)
          .untilAsserted(
              () -> {
                assertThat(get("api/top?days=2&starts=7-"))
                    .isEqualTo("[{\"post\":\"7-16\",\"views\":2}]");
                assertThat(get("api/top?starts=7-"))
                    .isEqualTo("[{\"post\":\"7-16\",\"viewers\":2}]");
                assertThat(get("api/history?post=7-16").split("\\{")).hasSize(31);
                assertThat(get("api/history?days=2")).containsPattern("\"viewers\":[1-9]");
              });
    }
    if (LocalDate.now(ZoneOffset.UTC).equals(before)) {
      assertThat(get("api/history?post=7-16&days=1"))
          .isEqualTo("[{\"day\":\"" + before + "\",\"views\":2}]");
    }
  }
}
