package onlookers.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.Invariant;
import onlookers.fixture.Jmx;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.SocketIoClient;
import onlookers.fixture.SocketIoClient.Transports;
import onlookers.fixture.SocketIoReader;
import onlookers.fixture.StaticFiles;
import onlookers.fixture.Tickets;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/**
 * The WAR that is shipped, as each server deploys it. It is deployed while Redis is away, used, and
 * taken away again. The tag tells the build to start a server.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployedWarIT {
  private static final URI BASE =
      URI.create("http://127.0.0.1:" + System.getProperty("test.http.port") + "/onlookers/");
  private static final URI PRESENCE =
      URI.create(BASE.resolve("presence").toString().replaceFirst("^http", "ws"));

  /** As {@code arquillian.xml} sets it. */
  private static final String SECRET = "secret-of-the-container-tests";

  private static final int FIRST = 1;
  private static final int LAST = Integer.MAX_VALUE;

  private static RedisProcess redis;
  private static Jedis jedis;

  @ArquillianResource Deployer deployer;

  @Deployment(name = "onlookers", managed = false, testable = false)
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/onlookers.war"));
  }

  @AfterAll
  static void stop() {
    jedis.close();
    redis.close();
  }

  private static int status(String path) {
    return Http.status(BASE.resolve(path));
  }

  private static Map<String, String> with(String post) {
    return Map.of("ticket", Tickets.of(SECRET, post));
  }

  private static Reader connect() {
    return Reader.connect(PRESENCE);
  }

  private static Reader viewing(String post) {
    Reader reader = connect();
    reader.view(post, with(post));
    reader.awaitCountsOf(post);
    return reader;
  }

  private static Reader watching(String post) {
    Reader reader = connect();
    reader.watchWith(List.of(Tickets.of(SECRET, post)), post);
    reader.awaitCountsOf(post);
    return reader;
  }

  private static Jmx jmx() {
    return Jmx.connect(Integer.getInteger("test.jmx.port"));
  }

  @Test
  @Order(FIRST)
  void itDeploysWhileRedisIsAwayAndRecoversByItself() {
    deployer.deploy("onlookers");
    await().atMost(Duration.ofSeconds(30)).until(() -> status("health/live") == 200);
    assertThat(status("health/ready")).isEqualTo(503);
    redis = RedisProcess.startOn(Integer.getInteger("test.redis.port"));
    jedis = redis.connect();
    await().atMost(Reader.MAX_WAIT).until(() -> status("health/ready") == 200);
  }

  @Test
  void theDemoPageIsServed() {
    assertThat(status("")).isEqualTo(200);
    assertThat(status("onlookers.js")).isEqualTo(200);
  }

  @Test
  void theDashboardIsServedAndShowsWhatItKnowsToABrowserOnThisMachine() throws Exception {
    assertThat(status("dashboard/")).isEqualTo(200);
    assertThat(status("dashboard/uplot/uPlot.iife.min.js")).isEqualTo(200);
    HttpRequest request = HttpRequest.newBuilder(BASE.resolve("dashboard/feed")).build();
    HttpResponse<Stream<String>> feed =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = feed.body()) {
      assertThat(feed.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(untilAll(lines, "event: state", "event: point"))
          .startsWith("event: hello", "event: hour")
          .contains("event: state", "event: point");
    }
  }

  /** The kinds of the feed's events, until those have come: eight at most. */
  private static List<String> untilAll(Stream<String> lines, String... wanted) {
    List<String> events = new ArrayList<>();
    Iterator<String> kinds = lines.filter(line -> line.startsWith("event: ")).iterator();
    while (events.size() < 8 && !events.containsAll(List.of(wanted))) {
      events.add(kinds.next());
    }
    return events;
  }

  @Test
  void filesAreAskedForAgainEachTimeAndAnsweredByTheirContent() {
    StaticFiles.assertRevalidated(BASE);
  }

  @Test
  void theClassesOfTheExecutableWarAreNotServed() {
    assertThat(status("onlookers/standalone/Main.class")).isEqualTo(403);
  }

  @Test
  void readersJoinMoveAndLeave() {
    Reader first = viewing("join");
    Reader second = viewing("join");
    first.awaitCounts("join", 2, 2);
    second.awaitCounts("join", 2, 2);
    second.view("join-2", with("join-2"));
    second.awaitCounts("join-2", 1, 1);
    first.awaitCounts("join", 1, 2);
    assertThat(jedis.get("session:" + second.session())).isEqualTo("join-2");
    assertThat(jedis.smembers("viewers:join")).containsExactly(first.session());
    second.close();
    first.park();
    first.awaitCounts("join", 0, 2);
    first.close();
    await()
        .atMost(Reader.MAX_WAIT)
        .until(() -> jedis.exists("viewers:join", "viewers:join-2") == 0);
    assertThat(jedis.get("views:join")).isEqualTo("2");
  }

  @Test
  void aLostSessionResumesWithinTheGraceAndEndsAfterIt() {
    Reader lost = viewing("resume");
    try (Reader watcher = watching("resume")) {
      int mark = watcher.mark();
      Reader back = connect();
      lost.abort();
      back.reconcile(); // by then the server has noticed, as a rule: either way it goes on
      back.view(
          "resume", Map.of("session", lost.session(), "ticket", Tickets.of(SECRET, "resume")));
      back.awaitCounts("resume", 1, 1);
      assertThat(back.session()).isEqualTo(lost.session());
      await().during(Duration.ofSeconds(3)).until(() -> jedis.exists("session:" + lost.session()));
      assertThat(watcher.since(mark)).isEmpty();
      back.abort();
      watcher.awaitCounts("resume", 0, 1);
    }
  }

  @Test
  void aWatcherReceivesCountsWithoutBeingCounted() {
    try (Reader watcher = watching("watch")) {
      assertThat(watcher.shown("watch")).isEqualTo("0/0");
      Reader reader = viewing("watch");
      watcher.awaitCounts("watch", 1, 1);
      reader.close();
      watcher.awaitCounts("watch", 0, 1);
    }
  }

  @Test
  void theThirdRefusedTicketClosesWith1008() {
    try (Reader reader = connect()) {
      for (int i = 0; i < 2; i++) {
        int mark = reader.mark();
        reader.view("ticket", with("another"));
        assertThat(reader.awaitError(mark)).isEqualTo("bad-ticket");
      }
      reader.view("ticket");
      assertThat(reader.awaitClose()).isEqualTo(1008);
      assertThat(jedis.exists("views:ticket")).isFalse();
    }
  }

  @Test
  void badFramesAreAnsweredOrCloseTheSocket() {
    try (Reader reader = connect()) {
      assertThat(reader.refusal("[\"nonsense\"]")).isEqualTo("bad-frame");
      assertThat(reader.refusal("[\"viewing\",\"not a post\"]")).isEqualTo("bad-post");
      reader.send("{}");
      assertThat(reader.awaitClose()).isEqualTo(1007);
    }
    try (Reader reader = connect()) {
      reader.send("[\"parked\"]" + " ".repeat(8_183));
      assertThat(reader.awaitClose()).isEqualTo(1009);
    }
    try (RawClient raw = RawClient.connect(PRESENCE)) {
      raw.frame(RawClient.BINARY, true, "[\"parked\"]".getBytes(UTF_8));
      assertThat(raw.readClose()).isEqualTo(1003);
    }
    try (RawClient raw = RawClient.connect(PRESENCE)) {
      // While its first frame is being sent, Tomcat drops its close frame; a pong comes after it.
      assertThat(raw.readText()).isNotNull();
      raw.frame(RawClient.PING, true, new byte[0]);
      assertThat(raw.readPong()).isEmpty();
      raw.frame(RawClient.TEXT, true, new byte[] {'[', '"', (byte) 0xC3, (byte) 0x28, '"', ']'});
      assertThat(raw.readClose()).isEqualTo(1007);
    }
  }

  @Test
  void aFrameOf8192BytesIsTaken() {
    try (Reader reader = connect()) {
      String frame = "[\"nonsense\"]";
      assertThat(reader.refusal(frame + " ".repeat(8_192 - frame.length()))).isEqualTo("bad-frame");
    }
  }

  @Test
  void aForeignOriginIsRefusedWith403AndNoExtensionIsNegotiated() {
    try (RawClient raw = RawClient.connect(PRESENCE, Map.of("Origin", "http://evil.example"))) {
      assertThat(raw.status()).isEqualTo(403);
    }
    Map<String, String> own =
        Map.of("Origin", "http://127.0.0.1:1", "Sec-WebSocket-Extensions", "permessage-deflate");
    try (RawClient raw = RawClient.connect(PRESENCE, own)) {
      assertThat(raw.status()).isEqualTo(101);
      assertThat(raw.answer()).doesNotContainKey("Sec-WebSocket-Extensions");
    }
  }

  @Test
  void socketIoClientsJoinMoveAndLeaveByPolling() {
    joinMoveAndLeave(Transports.POLLING);
  }

  @Test
  void socketIoClientsJoinMoveAndLeaveByWebSocket() {
    joinMoveAndLeave(Transports.WEBSOCKET);
  }

  /** The oldest and the newest client, on a post with a native one. */
  private static void joinMoveAndLeave(Transports transports) {
    String post = "socketio-" + transports;
    try (Reader own = viewing(post)) {
      SocketIoReader oldest = socketIo("1.3", transports, post);
      SocketIoReader newest = socketIo("4.8", transports, post);
      own.awaitCounts(post, 3, 3);
      oldest.awaitCounts(post, 3, 3);
      newest.awaitCounts(post, 3, 3);
      oldest.emit(viewingEvent(post + "-2"));
      oldest.awaitCounts(post + "-2", 1, 1);
      newest.awaitCounts(post, 2, 3);
      assertThat(jedis.get("session:" + oldest.session())).isEqualTo(post + "-2");
      oldest.close();
      newest.close();
      own.awaitCounts(post, 1, 3);
      await().atMost(Reader.MAX_WAIT).until(() -> !jedis.exists("viewers:" + post + "-2"));
    }
  }

  private static SocketIoReader socketIo(String version, Transports transports, String post) {
    SocketIoReader reader = SocketIoReader.launch(new SocketIoClient(version, transports), BASE);
    reader.awaitConnects(1);
    reader.emit(viewingEvent(post));
    return reader;
  }

  private static String viewingEvent(String post) {
    return "[\"viewing\",\"%s\",{\"ticket\":\"%s\"}]".formatted(post, Tickets.of(SECRET, post));
  }

  @Test
  void theApiAnswersAndTheMetricsStandThere() {
    try (Reader reader = viewing("api")) {
      reader.awaitCounts("api", 1, 1);
      HttpResponse<String> one = Http.get(BASE.resolve("api/posts/api"));
      assertThat(one.body()).isEqualTo("{\"post\":\"api\",\"viewers\":1,\"views\":1}");
      assertThat(one.headers().firstValue("Cache-Control")).hasValue("max-age=1");
      assertThat(Http.body(BASE.resolve("api/posts?ids=none,api")))
          .isEqualTo(
              "[{\"post\":\"none\",\"viewers\":0,\"views\":0},{\"post\":\"api\",\"viewers\":1,\"views\":1}]");
      await()
          .untilAsserted(
              () ->
                  assertThat(Http.body(BASE.resolve("api/top?limit=50")))
                      .contains("{\"post\":\"api\",\"viewers\":1}"));
      assertThat(status("api/posts/not%20a%20post")).isEqualTo(400);
      assertThat(Http.body(BASE.resolve("metrics")))
          .containsPattern("(?m)^onlookers_sessions(\\{.*\\})? [1-9]");
    }
  }

  @Test
  void administratorsLookInOverARemoteConnection() {
    try (Reader reader = viewing("jmx");
        Jmx jmx = jmx()) {
      reader.awaitCounts("jmx", 1, 1);
      assertThat(jmx.number("Sessions")).isPositive();
      assertThat(jmx.attribute("RedisUp")).isEqualTo(true);
      assertThat(((Number) jmx.call("viewers", "jmx")).longValue()).isEqualTo(1);
      assertThat(jmx.presence().getKeyProperty("node")).isEqualTo(jmx.attribute("Node"));
      assertThat(jmx.call("sweep")).isInstanceOf(Number.class);
      jmx.call("disconnect", "jmx");
      reader.awaitClose();
    }
  }

  @Test
  void redisAwayAndBackEmptyEndsNoSocket() {
    try (Reader reader = viewing("away")) {
      redis.kill();
      reader.awaitFrame("degraded", frame -> frame.text().equals("[\"degraded\",true]"));
      redis.restart();
      reader.awaitFrame("degraded", frame -> frame.text().equals("[\"degraded\",false]"));
      jedis.close();
      jedis = redis.connect();
      assertThat(jedis.get("session:" + reader.session())).isEqualTo("away");
      reader.awaitCounts("away", 1, 0);
      await().atMost(Reader.MAX_WAIT).until(() -> status("health/ready") == 200);
    }
  }

  @Test
  @Order(LAST)
  void undeployedItLeavesNothing() throws IOException {
    Reader viewing = viewing("gone");
    Reader watching = watching("gone");
    Jmx jmx = jmx();
    deployer.undeploy("onlookers");
    assertThat(viewing.awaitClose(Duration.ofSeconds(10))).isEqualTo(1012);
    assertThat(watching.awaitClose()).isEqualTo(1012);
    await().atMost(Reader.MAX_WAIT).until(() -> jedis.keys("session:*").isEmpty());
    assertThat(jedis.exists("viewers", "viewers:gone")).isZero();
    new Invariant(redis, "").assertHolds();
    if (System.getProperty("test.catalina.home") != null) {
      assertServerIsClean(jmx);
    }
    jmx.close();
  }

  /** Payara Micro ends with its deployment; Tomcat stays, and must not notice. */
  private static void assertServerIsClean(Jmx jmx) throws IOException {
    assertThat(jmx.presences()).isEmpty();
    await()
        .untilAsserted(
            () -> assertThat(jmx.threadNames()).noneMatch(name -> name.startsWith("onlookers")));
    Path logs = Path.of(System.getProperty("test.catalina.home"), "logs");
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readAllLines(file))
            .as("%s", file.getFileName())
            .noneMatch(
                line ->
                    line.contains("memory leak")
                        || line.contains("appears to have started a thread"))
            .noneMatch(line -> line.contains("SEVERE"));
      }
    }
  }
}
