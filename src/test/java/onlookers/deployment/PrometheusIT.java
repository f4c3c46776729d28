package onlookers.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.fixture.Http;
import onlookers.fixture.Ports;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.ToolProcess;
import onlookers.fixture.Tools;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus, set up as {@code server-config} says, scrapes two nodes. */
class PrometheusIT {
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);
  private static final Path CONFIG = Path.of("server-config", "prometheus");
  private static final Path DASHBOARD = Path.of("server-config", "grafana", "onlookers.json");
  private static final Path RULE_TESTS = Path.of("src", "test", "prometheus", "onlookers.test.yml");
  private static final Pattern METRIC = Pattern.compile("\\b(onlookers|process|jvm)_\\w+");
  private static final Path RUNBOOK = Path.of("src", "site", "markdown", "operations.md");
  private static final String PROMTOOL = "usr/bin/promtool";

  @TempDir static Path folder;

  private static RedisProcess redis;
  private static WarProcess one;
  private static WarProcess two;
  private static ToolProcess prometheus;
  private static URI api;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisProcess.start();
    one = WarProcess.launch("--redis.uri=" + redis.uri());
    two = WarProcess.launch("--redis.uri=" + redis.uri());
    for (String file : List.of("prometheus.yml", "onlookers.rules.yml")) {
      Files.copy(CONFIG.resolve(file), folder.resolve(file));
    }
    Files.copy(RULE_TESTS, folder.resolve("onlookers.test.yml"));
    int port = Ports.free();
    api = URI.create("http://127.0.0.1:" + port + "/api/v1/");
    prometheus =
        ToolProcess.start(
            folder,
            Map.of(),
            Tools.command(
                "usr/bin/prometheus",
                "--config.file=" + quickConfig(),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
  }

  /** The file as it is shipped, with the ports of these nodes, and with less patience. */
  private static Path quickConfig() throws IOException {
    String text =
        Files.readString(CONFIG.resolve("prometheus.yml"))
            .replace("127.0.0.1:3001", "127.0.0.1:" + one.base().getPort())
            .replace("127.0.0.1:3002", "127.0.0.1:" + two.base().getPort())
            .replace("_interval: 15s", "_interval: 1s");
    return Files.writeString(folder.resolve("quick.yml"), text);
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    one.close();
    two.close();
    redis.close();
  }

  private static Tools.Result promtool(String... arguments) {
    return Tools.run(PROMTOOL, arguments);
  }

  @Test
  void promtoolFindsNothingWrongInConfigurationAndRules() {
    Tools.Result result = promtool("check", "config", folder.resolve("prometheus.yml").toString());
    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void eachAlertSpeaksWhenItShouldAndIsSilentWhileAllIsWell() throws IOException {
    Tools.Result result =
        promtool("test", "rules", folder.resolve("onlookers.test.yml").toString());
    assertThat(result.exit()).as(result.output()).isZero();
    Set<String> alerts = all("alert: (\\w+)", CONFIG.resolve("onlookers.rules.yml"));
    assertThat(all("alertname: (\\w+)", RULE_TESTS)).isEqualTo(alerts).isNotEmpty();
    assertThat(all("\\| `(Onlookers\\w+)`", RUNBOOK)).as("what to do").isEqualTo(alerts);
  }

  private static Set<String> all(String pattern, Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void promtoolFindsNothingWrongInTheMetrics() throws IOException {
    String metrics = Http.body(one.base().resolve("metrics"));
    Path file = Files.writeString(folder.resolve("metrics.txt"), metrics);
    Tools.Result result = Tools.runWithInput(file, PROMTOOL, "check", "metrics");
    assertThat(result).isEqualTo(new Tools.Result(0, ""));
  }

  /** Some have no sample before the first error: these are in the table of operations.md. */
  @Test
  void rulesAndDashboardNameNoMetricThatIsNotThere() throws IOException {
    Set<String> known = all("\\| `(onlookers_\\w+)", RUNBOOK);
    Matcher there = METRIC.matcher(Http.body(one.base().resolve("metrics")));
    while (there.find()) {
      known.add(there.group());
    }
    for (Path file : List.of(CONFIG.resolve("onlookers.rules.yml"), DASHBOARD)) {
      assertThat(all("\\b((?:onlookers|process|jvm)_\\w+)", file))
          .as(file.toString())
          .isSubsetOf(known);
    }
  }

  @Test
  void eachQueryOfTheDashboardAnswersForBothNodes() throws IOException {
    try (Reader reader = Reader.connect(one)) {
      reader.view("13");
      awaitBothNodes();
      await()
          .atMost(MAX_WAIT)
          .untilAsserted(
              () ->
                  assertThat(queries())
                      .hasSizeGreaterThan(20)
                      .allSatisfy(PrometheusIT::assertAnswers));
      String sessions = "sum(onlookers_sessions{job=\"onlookers\"})";
      await()
          .atMost(MAX_WAIT)
          .untilAsserted(
              () -> assertThat(ask("query?query=" + encode(sessions))).contains("\"1\""));
    }
  }

  private static void awaitBothNodes() {
    await()
        .atMost(MAX_WAIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              // two scrapes of each: only then there is a rate
              String both =
                  "sum(count_over_time(onlookers_sessions{job=\"onlookers\"}[1m]) > bool 2)";
              assertThat(ask("query?query=" + encode(both))).contains("\"2\"");
            });
  }

  private static List<String> queries() throws IOException {
    try (JsonReader json = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
      return json.readObject().getJsonArray("panels").stream()
          .map(JsonValue::asJsonObject)
          .flatMap(panel -> panel.getJsonArray("targets").stream())
          .map(target -> target.asJsonObject().getString("expr"))
          .toList();
    }
  }

  private static void assertAnswers(String query) {
    String filled =
        query
            .replace("$job", "onlookers")
            .replace("$instance", ".*")
            .replace("$__rate_interval", "1m");
    assertThat(filled).doesNotContain("$");
    String answer = ask("query?query=" + encode(filled));
    try (JsonReader json = Json.createReader(new StringReader(answer))) {
      JsonObject object = json.readObject();
      assertThat(object.getString("status")).as(answer).isEqualTo("success");
      assertThat(object.getJsonObject("data").getJsonArray("result")).as(filled).isNotEmpty();
    }
  }

  @Test
  void theChoicesAboveTheDashboardAreThoseOfTheScrape() {
    awaitBothNodes();
    String sessions = "/values?match%5B%5D=" + encode("onlookers_sessions{job=\"onlookers\"}");
    assertThat(names("label/job" + sessions)).containsExactly("onlookers");
    assertThat(names("label/instance" + sessions)).hasSize(2);
  }

  private static List<String> names(String path) {
    try (JsonReader json = Json.createReader(new StringReader(ask(path)))) {
      return json.readObject().getJsonArray("data").getValuesAs(JsonString::getString);
    }
  }

  @Test
  void theRulesAreLookedAtAndNoneIsRaised() {
    awaitBothNodes();
    await()
        .atMost(MAX_WAIT)
        .untilAsserted(
            () ->
                assertThat(ask("rules"))
                    .contains("OnlookersStillDraining")
                    .doesNotContain("\"health\":\"unknown\"", "\"health\":\"err\""));
    assertThat(ask("rules")).doesNotContain("\"state\":\"firing\"");
  }

  private static String ask(String path) {
    return Http.body(api.resolve(path));
  }

  private static String encode(String query) {
    return URLEncoder.encode(query, UTF_8);
  }
}
