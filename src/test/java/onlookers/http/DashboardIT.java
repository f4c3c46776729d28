package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.fixture.NoCounts;
import onlookers.runtime.NodeMetrics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees the dashboard, and what they receive. */
class DashboardIT {
  /** Where nothing is: 404 for whoever gets through. */
  private static final String NOTHING = "/dashboard/nothing";

  @TempDir private Path folder;

  private TestServer server(String... settings) throws Exception {
    Map<String, String> map = new HashMap<>(Map.of("node.id", "web-1"));
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return new TestServer(folder, map, new NodeMetrics(), new NoCounts());
  }

  private static String statusLine(TestServer server, String... headers) throws IOException {
    String head = "GET " + NOTHING + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        BufferedReader answer =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.getOutputStream().write(head.getBytes(UTF_8));
      return String.valueOf(answer.readLine());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:3000", "127.0.0.1:80", "127.1.2.3", "[::1]:3000"})
  void withoutATokenABrowserOnThisMachineGetsThrough(String host) throws Exception {
    try (TestServer server = server()) {
      assertThat(statusLine(server, "Host: " + host)).contains(" 404");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.7",
        "localhost:x",
        "[::2]"
      })
  void aNameOfTheNetworkThatLeadsHereDoesNot(String host) throws Exception {
    try (TestServer server = server()) {
      assertThat(statusLine(server, "Host: " + host)).containsAnyOf(" 403", " 400");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Proto: https",
        "X-Real-IP: 127.0.0.1",
        "x-forwarded-port: 443",
        "CF-Connecting-IP: 127.0.0.1",
        "True-Client-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "Via: 1.1 proxy"
      })
  void whatAProxyOnThisMachineBringsDoesNot(String header) throws Exception {
    try (TestServer server = server()) {
      assertThat(statusLine(server, "Host: localhost", header)).contains(" 403");
    }
  }

  @Test
  void withATokenThatIsWhatIsAskedForAndNothingElse() throws Exception {
    try (TestServer server = server("admin.token", "sesame")) {
      HttpResponse<String> asked = server.get(NOTHING);
      assertThat(asked.statusCode()).isEqualTo(401);
      assertThat(asked.headers().allValues("WWW-Authenticate"))
          .as("one scheme a line, as browsers read them")
          .anyMatch(challenge -> challenge.startsWith("Basic realm="))
          .anyMatch(challenge -> challenge.startsWith("Bearer realm="));
      assertThat(server.get(NOTHING, "Authorization", "Bearer sesame").statusCode()).isEqualTo(404);
      assertThat(server.get(NOTHING, "Authorization", "Basic eDpzZXNhbWU=").statusCode())
          .isEqualTo(404);
      assertThat(server.get("/dashboard/feed").statusCode()).isEqualTo(401);
      assertThat(server.get("/dashboard").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void guessesAtTheDashboardAndAtTheApiAreCountedTogether() throws Exception {
    try (TestServer server = server("admin.token", "sesame")) {
      for (int i = 0; i < 5; i++) {
        assertThat(server.get(NOTHING, "Authorization", "Bearer no").statusCode()).isEqualTo(401);
        assertThat(server.get("/api/admin/x", "Authorization", "Bearer no").statusCode())
            .isEqualTo(401);
      }
      assertThat(server.get(NOTHING, "Authorization", "Bearer sesame").statusCode()).isEqualTo(429);
      assertThat(server.get("/metrics").body()).contains("onlookers_admin_refused_total 11.0");
    }
  }

  @Test
  void nothingButOurOwnFilesMayRunThereAndNobodyMayFrameIt() throws Exception {
    try (TestServer server = server()) {
      HttpResponse<String> response = server.get(NOTHING);
      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                      .doesNotContain("unsafe", "http"));
    }
  }

  @Test
  void withoutTheSlashItLeadsToThePage() throws Exception {
    try (TestServer server = server()) {
      HttpResponse<String> response = server.get("/dashboard");
      assertThat(response.statusCode()).isEqualTo(301);
      assertThat(response.headers().firstValue("Location")).hasValue("dashboard/");
    }
  }

  @Test
  void whoeverSubscribesReceivesAllThereIsAndThenWhatComes() throws Exception {
    try (TestServer server = server("admin.token", "sesame", "post.url", "/?p={post}");
        Feed feed = new Feed(server, "Authorization", "Bearer sesame")) {
      assertThat(feed.status()).isEqualTo(200);
      assertThat(feed.type()).startsWith("text/event-stream");
      assertThat(feed.await("hello"))
          .isEqualTo("{\"node\":\"web-1\",\"admin\":true,\"postUrl\":\"/?p={post}\"}");
      assertThat(feed.await("hour")).startsWith("{\"at\":[");
      server.step(); // nothing was sampled yet, and so there is no state
      assertThat(feed.await("state")).contains("\"redis\":true", "\"nodes\":[", "\"top\":[");
      int points = feed.count("point");
      await()
          .atMost(MAX_WAIT)
          .until(
              () -> {
                server.step();
                return feed.count("point") > points;
              });
    }
  }

  @Test
  void withoutATokenTheButtonsAreSaidToBeDead() throws Exception {
    try (TestServer server = server();
        Feed feed = new Feed(server)) {
      assertThat(feed.await("hello")).contains("\"admin\":false", "\"postUrl\":null");
    }
  }

  @Test
  void soManyMayLookAndWhoLeavesMakesRoom() throws Exception {
    List<Feed> feeds = new ArrayList<>();
    try (TestServer server = server()) {
      for (int i = 0; i < Dashboard.MAX_VIEWERS; i++) {
        feeds.add(new Feed(server));
      }
      assertThat(feeds).allSatisfy(feed -> assertThat(feed.status()).isEqualTo(200));
      assertThat(server.get("/dashboard/feed").statusCode()).isEqualTo(503);
      feeds.get(0).close();
      await()
          .atMost(MAX_WAIT)
          .until(
              () -> {
                server.step(); // a connection's end is found by writing
                try (Feed again = new Feed(server)) {
                  return again.status() == 200;
                }
              });
    } finally {
      for (Feed feed : feeds) {
        feed.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE", "HEAD"})
  void theFeedIsOnlyRead(String method) throws Exception {
    try (TestServer server = server()) {
      assertThat(server.send(method, "/dashboard/feed").statusCode()).isEqualTo(405);
    }
  }

  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** A page that looks, as a browser's EventSource reads it. */
  private static final class Feed implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Feed(TestServer server, String... headers) throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("http", "/dashboard/feed"));
      if (headers.length > 0) {
        request.headers(headers);
      }
      response = server.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      Thread reader = new Thread(this::read, "test-feed");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try {
        new BufferedReader(new InputStreamReader(response.body(), UTF_8))
            .lines()
            .forEach(lines::add);
      } catch (UncheckedIOException closed) {
        lines.add("closed");
      }
    }

    int status() {
      return response.statusCode();
    }

    String type() {
      return response.headers().firstValue("Content-Type").orElse("");
    }

    int count(String event) {
      return (int) lines.stream().filter(("event: " + event)::equals).count();
    }

    /** The data of the first event of that name. */
    String await(String event) {
      Awaitility.await()
          .atMost(MAX_WAIT)
          .until(
              () ->
                  lines.indexOf("event: " + event) >= 0
                      && lines.size() > lines.indexOf("event: " + event) + 1);
      return lines.get(lines.indexOf("event: " + event) + 1).substring("data: ".length());
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }
}
