package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.Ports;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisAccess;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.RedisVersions;
import onlookers.fixture.WarProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable WAR from its first line to its last. */
class StartIT {
  private static final Map<NoRedis, WarProcess> WITHOUT_REDIS = new EnumMap<>(NoRedis.class);

  private static final int NOBODY = Ports.free();

  private static RedisProcess locked;
  private static RedisProcess old;
  private static RedisProcess single;

  private @Nullable WarProcess war;

  /** What a node finds that looks for its Redis for five seconds, and gives up. */
  private enum NoRedis {
    NOBODY_THERE,
    WRONG_PASSWORD,
    TOO_OLD,
    NO_SENTINELS,
    NO_CLUSTER
  }

  /** Those five seconds are waited for once. */
  @BeforeAll
  static void launchThoseWithoutRedis() {
    locked = RedisProcess.start("--requirepass", "right");
    old = RedisProcess.start(RedisVersions.REDIS_6_0.binary(), RedisAccess.OPEN);
    single = RedisProcess.start();
    for (NoRedis what : NoRedis.values()) {
      WITHOUT_REDIS.put(what, WarProcess.launch("--redis.uri=" + address(what)));
    }
  }

  private static String address(NoRedis what) {
    return switch (what) {
      case NOBODY_THERE -> "redis://127.0.0.1:" + NOBODY;
      case WRONG_PASSWORD -> "redis://:wrong-secret@127.0.0.1:" + locked.port();
      case TOO_OLD -> old.uri();
      case NO_SENTINELS -> "redis+sentinel://127.0.0.1:" + NOBODY + "/main";
      case NO_CLUSTER -> "redis+cluster://127.0.0.1:" + single.port();
    };
  }

  @AfterAll
  static void stopThoseWithoutRedis() {
    WITHOUT_REDIS.values().forEach(WarProcess::close);
    Stream.of(locked, old, single).filter(Objects::nonNull).forEach(RedisProcess::close);
  }

  private static WarProcess failed(NoRedis what) {
    return failed(WITHOUT_REDIS.get(what));
  }

  @AfterEach
  void stop() {
    if (war != null) {
      war.close();
    }
  }

  private WarProcess keep(WarProcess started) {
    war = started;
    return started;
  }

  private static WarProcess failed(String... arguments) {
    return failed(WarProcess.launch(arguments));
  }

  private static WarProcess failed(WarProcess failed) {
    assertThat(failed.awaitExit()).as(failed.log()).isPositive();
    assertThat(failed.output()).as("no stack trace").noneMatch(line -> line.startsWith("\tat "));
    return failed;
  }

  private static void assertOneLine(WarProcess failed, String... words) {
    assertThat(failed.output())
        .as(failed.log())
        .filteredOn(line -> line.startsWith("Onlookers cannot start"))
        .singleElement()
        .asString()
        .contains(words);
  }

  // Well started.

  @Test
  void aloneItRunsOnAnEmbeddedRedisAndSaysThatItKeepsNothing() {
    WarProcess alone = keep(WarProcess.start("--http.port=0"));
    assertThat(alone.announcedPid()).isEqualTo(alone.pid());
    assertThat(alone.base().getPort()).isPositive();
    assertThat(alone.startLine())
        .containsIgnoringCase("nothing")
        .containsIgnoringCase("restart")
        .containsPattern("version [0-9.]+\\S* on Apache Tomcat/10");
    assertThat(alone.log())
        .as("a word of its age")
        .contains("the embedded Redis is for trying out: its version 7.0.15 is of January 2024");
    assertThat(Http.status(alone.base().resolve("health/ready"))).isEqualTo(200);
    try (Reader first = Reader.viewing(alone, "p");
        Reader second = Reader.viewing(alone, "p")) {
      first.awaitCounts("p", 2, 2);
      second.awaitCounts("p", 2, 2);
    }
  }

  @Test
  void theLastThatItSaysIsThatItHasStopped() {
    WarProcess alone = keep(WarProcess.start());
    alone.terminate();
    assertThat(alone.awaitExit()).isZero();
    assertThat(alone.output()).last().asString().containsPattern("node \\S+ has stopped$");
  }

  @Test
  void whoIsAskedToEndWhileItWaitsForRedisHasNotFailed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      WarProcess waiting =
          keep(WarProcess.launch("--redis.uri=redis://127.0.0.1:" + silent.getLocalPort()));
      silent.accept().close();
      waiting.terminate();
      assertThat(waiting.awaitExit()).as(waiting.log()).isZero();
    }
  }

  @Test
  void thePasswordOfTheEmbeddedRedisIsShownNowhere() {
    WarProcess alone = keep(WarProcess.start());
    // Of 43 characters one is a capital, unlike in the name of a metric.
    Pattern password = Pattern.compile("(?=[a-z0-9_-]{0,42}[A-Z])[A-Za-z0-9_-]{43}|redis://[^ ]*@");
    String metrics = Http.body(alone.base().resolve("metrics"));
    assertThat(metrics).contains("onlookers_redis_up").doesNotContainPattern(password);
    assertThat(alone.log()).contains("ready").doesNotContainPattern(password);
  }

  @Test
  void onSigtermItGoesAndTheEmbeddedRedisGoesWithIt() {
    WarProcess alone = keep(WarProcess.start());
    List<ProcessHandle> children = children(alone);
    Reader reader = Reader.viewing(alone, "p");
    alone.terminate();
    assertThat(reader.awaitClose()).isEqualTo(1012);
    assertThat(alone.awaitExit()).isZero();
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void whenItIsKilledTheEmbeddedRedisEndsToo() {
    WarProcess alone = keep(WarProcess.start());
    List<ProcessHandle> children = children(alone);
    alone.kill();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static List<ProcessHandle> children(WarProcess war) {
    List<ProcessHandle> children = ProcessHandle.of(war.pid()).orElseThrow().descendants().toList();
    assertThat(children).isNotEmpty();
    return children;
  }

  @Test
  void settingsAreLoggedWithTheirSourceAndSecretsAreMasked(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "file-secret-7531\n");
    try (RedisProcess redis = RedisProcess.start("--requirepass", "redis-secret-9182")) {
      WarProcess started =
          keep(
              WarProcess.launch(
                  Map.of(
                      "ONLOOKERS_SESSION_TTL",
                      "200",
                      "ONLOOKERS_SESSION_GRACE",
                      "3",
                      "ONLOOKERS_SERVICE_HOST",
                      "x"),
                  "--redis.uri=redis://:redis-secret-9182@127.0.0.1:" + redis.port(),
                  "--session.ttl=100",
                  "--ticket.secret=ticket-secret-4673",
                  "--admin.token.file=" + file));
      started.base();
      assertThat(started.log()).doesNotContain("redis-secret", "ticket-secret", "file-secret");
      assertLogged(started, "session.ttl", "100", "command line");
      assertLogged(started, "session.grace", "3", "ONLOOKERS_SESSION_GRACE");
      assertLogged(started, "ticket.secret", "command line");
      assertLogged(started, "admin.token", "file");
      assertLogged(started, "redis.uri", "127.0.0.1:" + redis.port());
      assertLogged(started, "ONLOOKERS_SERVICE_HOST");
      assertThat(started.output()).noneMatch(line -> line.contains("node.lease"));
    }
  }

  private static void assertLogged(WarProcess started, String... words) {
    assertThat(started.output())
        .as(started.log())
        .anyMatch(line -> List.of(words).stream().allMatch(line::contains));
  }

  // Not started.

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertOneLine(failed("--http.port=" + port), "http.port", port, "right is");
    }
  }

  @Test
  void aRedisThatCannotBeReachedIsNamed() {
    assertOneLine(failed(NoRedis.NOBODY_THERE), "Redis", "127.0.0.1:" + NOBODY);
  }

  @Test
  void aRedisThatRefusesThePasswordIsNamedAndThePasswordIsNot() {
    WarProcess failed = failed(NoRedis.WRONG_PASSWORD);
    assertOneLine(failed, "127.0.0.1:" + locked.port());
    assertThat(failed.log()).doesNotContain("wrong-secret");
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    assertOneLine(failed("--http.address=no.such.invalid"), "http.address", "no.such", "right is");
  }

  @Test
  void whatIsGivenTwiceIsNamedAndTheLastCounts() {
    WarProcess failed = failed("--node.lease=5", "--node.lease=soon");
    assertOneLine(failed, "node.lease", "soon");
    assertThat(failed.output())
        .contains("Onlookers: --node.lease is given more than once; the last one counts");
  }

  @Test
  void aFolderForTemporaryFilesThatIsNotThereIsNamed() {
    WarProcess failed =
        WarProcess.launch(Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=/not/there"));
    assertThat(failed.awaitExit()).isEqualTo(1);
    assertOneLine(failed, "java.io.tmpdir", "/not/there", "right is");
  }

  @Test
  void aValueThatIsNoneIsNamedWithWhatWouldBeRight() {
    assertOneLine(failed("--node.lease=soon"), "node.lease", "soon", "600");
    assertOneLine(failed("--session.ttl=0"), "session.ttl", "0", "604800");
  }

  @Test
  void anUnknownSettingIsNamedWithTheNearest() {
    assertOneLine(failed("--sesion.ttl=5"), "sesion.ttl", "session.ttl");
  }

  @Test
  void aRedisThatIsTooOldIsRefusedByItsVersion() {
    assertOneLine(failed(NoRedis.TOO_OLD), "6.0.16", "6.2", "127.0.0.1:" + old.port());
  }

  @Test
  void sentinelsThatCannotBeReachedAreNamed() {
    assertOneLine(failed(NoRedis.NO_SENTINELS), "Redis", "127.0.0.1:" + NOBODY);
  }

  @Test
  void aServerThatIsInNoClusterIsNamed() {
    assertOneLine(
        failed(NoRedis.NO_CLUSTER),
        "127.0.0.1:" + single.port() + ": ERR This instance has cluster support disabled",
        "right is redis.uri without its +cluster");
  }
}
