package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiIT {
  private static final NodeMetrics NODE_METRICS = new NodeMetrics();
  private static final MemoryReader READER = new MemoryReader();
  private static final MemoryHistory HISTORY = new MemoryHistory();
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings =
        Map.of("origins", "same-host,https://blog.example", "node.id", "web1");
    server =
        new TestServer(
            folder, settings, NODE_METRICS, new ApiStore(READER, HISTORY, Map::size, HISTORY));
    READER.counts.put(new Post("13"), new Counts(4, 120));
    READER.counts.put(new Post("2-7"), new Counts(9, 10));
    HISTORY.ranking.add(new PostViews(new Post("13"), 512));
    HISTORY.ranking.add(new PostViews(new Post("2-7"), 11));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void redisIsThere() {
    READER.away = false;
    HISTORY.away = false;
    HISTORY.spans.clear();
    NODE_METRICS.state().redisUp(true);
    NODE_METRICS.state().draining(false);
  }

  @Test
  void aPostAnswersWithItsCounts() throws Exception {
    HttpResponse<String> response = server.get("/api/posts/13");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"post\":\"13\",\"viewers\":4,\"views\":120}");
    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aPostThatNobodyEverViewedHasZeros() throws Exception {
    assertThat(server.get("/api/posts/none").body())
        .isEqualTo("{\"post\":\"none\",\"viewers\":0,\"views\":0}");
  }

  @Test
  void severalPostsAreAnsweredInTheOrderAsked() throws Exception {
    assertThat(server.get("/api/posts?ids=2-7,x,13,13").body())
        .isEqualTo(
            "[{\"post\":\"2-7\",\"viewers\":9,\"views\":10},"
                + "{\"post\":\"x\",\"viewers\":0,\"views\":0},"
                + "{\"post\":\"13\",\"viewers\":4,\"views\":120},"
                + "{\"post\":\"13\",\"viewers\":4,\"views\":120}]");
  }

  @Test
  void aHundredPostsAreAnsweredAndOneMoreIsTooMany() throws Exception {
    String hundred =
        IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
    assertThat(server.get("/api/posts?ids=" + hundred).body().split("views\"")).hasSize(101);
    assertError(server.get("/api/posts?ids=" + hundred + ",100"), 400, "too-many");
  }

  @Test
  void theMostViewedPostsComeFirst() throws Exception {
    assertThat(server.get("/api/top").body())
        .isEqualTo("[{\"post\":\"2-7\",\"viewers\":9},{\"post\":\"13\",\"viewers\":4}]");
    assertThat(server.get("/api/top?limit=1").body())
        .isEqualTo("[{\"post\":\"2-7\",\"viewers\":9}]");
    assertThat(server.get("/api/top?limit=1000").statusCode()).isEqualTo(200);
  }

  @Test
  void thoseAloneWhoseNamesStartSoAreRanked() throws Exception {
    assertThat(server.get("/api/top?starts=2-").body())
        .isEqualTo("[{\"post\":\"2-7\",\"viewers\":9}]");
    assertThat(server.get("/api/top?starts=").body()).isEqualTo(server.get("/api/top").body());
    assertThat(server.get("/api/top?starts=3").body()).isEqualTo("[]");
    assertThat(server.get("/api/top?starts=1&limit=1").body())
        .isEqualTo("[{\"post\":\"13\",\"viewers\":4}]");
  }

  @Test
  void theMostViewedOfSomeDaysComeFirst() throws Exception {
    HttpResponse<String> response = server.get("/api/top?days=7", "Origin", "https://blog.example");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("[{\"post\":\"13\",\"views\":512},{\"post\":\"2-7\",\"views\":11}]");
    assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://blog.example");
    assertThat(server.get("/api/top?days=30&limit=1").body())
        .isEqualTo("[{\"post\":\"13\",\"views\":512}]");
    assertThat(server.get("/api/top?days=1&starts=2-").body())
        .isEqualTo("[{\"post\":\"2-7\",\"views\":11}]");
    assertThat(HISTORY.spans).containsExactly(7, 30, 1);
  }

  @Test
  void aPostAnswersWithItsViewsOfEachDay() throws Exception {
    HttpResponse<String> response =
        server.get("/api/history?post=13&days=2", "Origin", "https://blog.example");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("[{\"day\":\"2026-11-25\",\"views\":28},{\"day\":\"2026-11-26\",\"views\":29}]");
    assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://blog.example");
    assertThat(server.get("/api/history?post=13").body())
        .startsWith("[{\"day\":\"2026-10-28\",\"views\":0},")
        .endsWith(",{\"day\":\"2026-11-26\",\"views\":29}]");
  }

  @Test
  void theSiteAnswersWithItsViewsAndMostViewersOfEachDay() throws Exception {
    assertThat(server.get("/api/history?days=1").body())
        .isEqualTo("[{\"day\":\"2026-11-26\",\"views\":29,\"viewers\":58}]");
    assertThat(server.get("/api/history").body().split("day")).hasSize(31);
  }

  @Test
  void theSiteAnswersWithItsViewersAndTheirPosts() throws Exception {
    HttpResponse<String> response = server.get("/api/online", "Origin", "https://blog.example");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"viewers\":13,\"posts\":2}");
    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(header(response, "Cache-Control")).isEqualTo("max-age=1");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://blog.example");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/posts/a%20b, 400, bad-post",
    "/api/posts/%3Cscript%3E, 400, bad-post",
    "/api/posts/%C3%A4, 400, bad-post",
    "/api/posts/a/b, 400, bad-post",
    "/api/posts/123456789012345678901234567890123, 400, bad-post",
    "'/api/posts?ids=1,,2', 400, bad-post",
    "'/api/posts?ids=1,', 400, bad-post",
    "/api/posts?ids=%3Cscript%3E, 400, bad-post",
    "/api/posts, 400, bad-request",
    "/api/posts/, 400, bad-request",
    "/api/posts?ids=, 400, bad-request",
    "/api/top?limit=0, 400, bad-request",
    "/api/top?limit=1001, 400, bad-request",
    "/api/top?limit=-1, 400, bad-request",
    "/api/top?limit=99999999999, 400, bad-request",
    "/api/top?limit=ten, 400, bad-request",
    "/api/top?days=0, 400, bad-request",
    "/api/top?days=31, 400, bad-request",
    "/api/top?days=, 400, bad-request",
    "/api/top?days=7d, 400, bad-request",
    "/api/top?starts=%3Cscript%3E, 400, bad-post",
    "/api/top?starts=123456789012345678901234567890123, 400, bad-post",
    "'/api/history?post=', 400, bad-post",
    "/api/history?post=%3Cscript%3E, 400, bad-post",
    "/api/history?post=13&days=0, 400, bad-request",
    "/api/history?days=31, 400, bad-request",
    "/api/history/x, 404, not-found",
    "/api/nothing, 404, not-found",
    "/api/, 404, not-found",
    "/api/top/x, 404, not-found",
    "/api/online/x, 404, not-found"
  })
  void whatDoesNotFitIsRefusedInJsonWithoutRepeatingIt(String path, int status, String code)
      throws Exception {
    HttpResponse<String> response = server.get(path);
    assertError(response, status, code);
    assertThat(response.body()).doesNotContain("script", "1001");
  }

  @Test
  void aQueryThatCannotBeDecodedIsRefused() throws Exception {
    assertThat(server.statusLine("/api/posts?ids=%zz")).isEqualTo("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/posts/13", "/api/online", "/health/live", "/metrics"})
  void onlyReadingIsAllowed(String path) throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      HttpResponse<String> response = server.send(method, path);
      assertError(response, 405, "bad-method");
      assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void whatIsNotThereIsThereForNoMethod() throws Exception {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
      assertError(server.send(method, "/api/nothing"), 404, "not-found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/posts/13", "/api/online", "/health/live", "/health/ready", "/metrics"})
  void headIsGetWithoutTheBody(String path) throws Exception {
    HttpResponse<String> get = server.get(path);
    HttpResponse<String> head = server.send("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    for (String name : List.of("Content-Type", "Cache-Control")) {
      assertThat(header(head, name)).isEqualTo(header(get, name));
    }
    if (!path.equals("/metrics")) { // whose numbers change from one request to the next
      assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    }
  }

  @Test
  void whileRedisIsAwayTheApiIsUnavailable() throws Exception {
    READER.away = true;
    HISTORY.away = true;
    for (String path :
        List.of(
            "/api/posts/13",
            "/api/posts?ids=13",
            "/api/top",
            "/api/top?starts=2-",
            "/api/top?days=7",
            "/api/history?post=13",
            "/api/history",
            "/api/online")) {
      assertError(server.get(path), 503, "unavailable");
    }
    assertError(server.get("/api/posts/a.b"), 400, "bad-post");
  }

  @ParameterizedTest
  @CsvSource({
    "https://blog.example, true",
    "https://blog.example:443, true",
    "http://127.0.0.1:8080, true",
    "https://evil.example, false",
    "null, false"
  })
  void aPageMayReadTheApiIfItsOriginIsAllowed(String origin, boolean allowed) throws Exception {
    for (String method : List.of("GET", "OPTIONS")) {
      HttpResponse<String> response = server.send(method, "/api/posts/13", "Origin", origin);
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
          .isEqualTo(allowed ? Optional.of(origin) : Optional.empty());
      assertThat(header(response, "Vary")).isEqualTo("Origin");
    }
  }

  @Test
  void aPreflightIsAnsweredWithoutABody() throws Exception {
    HttpResponse<String> response =
        server.send(
            "OPTIONS",
            "/api/top",
            "Origin",
            "https://blog.example",
            "Access-Control-Request-Method",
            "GET");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(header(response, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(header(response, "Access-Control-Max-Age")).isEqualTo("600");
  }

  @Test
  void responsesToDifferentOriginsAreKeptApartEvenWithoutOne() throws Exception {
    HttpResponse<String> response = server.get("/api/top");
    assertThat(header(response, "Vary")).isEqualTo("Origin");
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aPageBehindATrustedProxyIsOnTheForwardedHost() throws Exception {
    HttpResponse<String> response =
        server.get(
            "/api/top",
            "Origin",
            "https://www.site.example",
            "X-Forwarded-Host",
            "www.site.example");
    assertThat(header(response, "Access-Control-Allow-Origin"))
        .isEqualTo("https://www.site.example");
  }

  @Test
  void theProcessIsAliveWithoutRedis() throws Exception {
    NODE_METRICS.state().redisUp(false);
    HttpResponse<String> response = server.get("/health/live");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"live\":true}");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void theNodeIsReadyWhenRedisAnswersAndItIsNotDraining() throws Exception {
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/ready").body()).isEqualTo("{\"ready\":true}");
    NODE_METRICS.state().redisUp(false);
    assertNotReady("{\"ready\":false,\"reason\":\"Redis does not answer, or takes no writes\"}");
    NODE_METRICS.state().draining(true);
    assertNotReady(
        "{\"ready\":false,\"reason\":\"draining: this node sends its clients elsewhere\"}");
  }

  private static void assertNotReady(String body) throws Exception {
    HttpResponse<String> response = server.get("/health/ready");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo(body);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void theMetricsAreInPrometheusTextFormat() throws Exception {
    HttpResponse<String> response =
        server.get("/metrics", "Accept", "application/openmetrics-text");
    assertThat(header(response, "Content-Type"))
        .matches("text/plain; ?version=0.0.4; ?charset=utf-8");
    assertThat(response.body())
        .contains("onlookers_node_info{node=\"web1\"} 1\n")
        .contains("# TYPE onlookers_sessions gauge\n");
  }

  private static void assertError(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(response.body()).startsWith("{\"error\":\"" + code + "\",\"message\":\"");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Counts in memory. */
  private static final class MemoryReader implements CountsReader {
    final Map<Post, Counts> counts = new HashMap<>();
    volatile boolean away;

    @Override
    public List<Counts> counts(List<Post> posts) {
      check();
      return posts.stream().map(post -> counts.getOrDefault(post, Counts.NONE)).toList();
    }

    @Override
    public List<RankedPost> top(int limit) {
      check();
      return counts.entrySet().stream()
          .map(entry -> new RankedPost(entry.getKey(), entry.getValue().viewers()))
          .sorted(Comparator.comparingLong(RankedPost::viewers).reversed())
          .limit(limit)
          .toList();
    }

    @Override
    public SiteTotal site() {
      check();
      return new SiteTotal(13, counts.size());
    }

    private void check() {
      if (away) {
        throw new UnavailableException("away");
      }
    }
  }
}
