package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import onlookers.fixture.LogCapture;
import onlookers.fixture.NoCounts;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator has a node do over HTTP. */
class AdminCommandIT {
  private static final String DRAIN = "/api/admin/drain";
  private static final String[] ADMINISTRATOR = {
    "Authorization", "Bearer sesame", "Content-Type", "application/json"
  };

  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(
            folder,
            Map.of("admin.token", "sesame", "node.id", "web-1"),
            new NodeMetrics(),
            new NoCounts());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpResponse<String> command(String path, String body, String... more) throws Exception {
    String[] headers = Stream.of(ADMINISTRATOR, more).flatMap(Stream::of).toArray(String[]::new);
    return server.post(path, body, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"seconds\":60}", "{\"seconds\":60,\"node\":\"web-1\",\"x\":[]}"})
  void aDrainIsHandedOnAndSaysHowManyClientsItSendsAway(String body) throws Exception {
    HttpResponse<String> response = command(DRAIN, body);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"clients\":12}");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(server.done()).containsExactly("drain 60");
  }

  @Test
  void aDrainIsWrittenDownWithWhoAskedForIt() throws Exception {
    try (LogCapture log = new LogCapture(AdminCommandServlet.class)) {
      command(DRAIN, "{\"seconds\":0}");
      assertThat(log.all()).anyMatch(line -> line.contains("127.0.0.1") && line.contains("drain"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                        | bad-seconds",
        "{\"seconds\":3601}        | bad-seconds",
        "{\"seconds\":99999999999} | bad-request",
        "{\"seconds\":-1}          | bad-request",
        "{\"seconds\":1.5}         | bad-request",
        "{\"seconds\":\"60\"}      | bad-request",
        "{\"seconds\":60,\"node\":7} | bad-request",
        "[60]                      | bad-request",
        "60                        | bad-request",
        "{\"seconds\":60}{}        | bad-request",
      })
  void whatIsNoDrainIsRefusedWithWhatWouldBeRight(String body, String error) throws Exception {
    HttpResponse<String> response = command(DRAIN, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"error\":\"" + error + "\"").contains("whole number");
    assertThat(server.done()).isEmpty();
  }

  @Test
  void anEmptyOrHugeBodyIsRefused() throws Exception {
    assertThat(command(DRAIN, "").statusCode()).isEqualTo(400);
    assertThat(command(DRAIN, "{\"seconds\":60}" + " ".repeat(70_000)).statusCode()).isEqualTo(413);
    assertThat(server.done()).isEmpty();
  }

  @Test
  void aCommandForAnotherNodeIsNotCarriedOut() throws Exception {
    HttpResponse<String> response = command(DRAIN, "{\"seconds\":60,\"node\":\"web-2\"}");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("web-1");
    assertThat(server.done()).isEmpty();
  }

  @Test
  void aSweepSaysHowManySessionsItRemoved() throws Exception {
    assertThat(command("/api/admin/sweep", "{}").body()).isEqualTo("{\"collected\":3}");
    assertThat(server.done()).containsExactly("sweep");
  }

  @ParameterizedTest
  @ValueSource(strings = {DRAIN, "/api/admin/sweep"})
  void onlyPostIsAllowedThere(String path) throws Exception {
    HttpResponse<String> response = server.get(path, "Authorization", "Bearer sesame");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {DRAIN, "/api/admin/sweep"})
  void withoutTheTokenNothingIsDone(String path) throws Exception {
    HttpResponse<String> response =
        server.post(path, "{\"seconds\":0}", "Content-Type", "application/json");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(server.done()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
  void whatAFormOfAnotherSiteCouldSendIsRefused(String type) throws Exception {
    HttpResponse<String> response =
        server.post(
            DRAIN, "{\"seconds\":0}", "Authorization", "Bearer sesame", "Content-Type", type);
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(server.done()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://evil.example",
    "Origin, null"
  })
  void aPageOfAnotherSiteMayNotAdminister(String header, String value) throws Exception {
    HttpResponse<String> response = command(DRAIN, "{\"seconds\":0}", header, value);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("\"cross-site\"");
    assertThat(server.done()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin",
    "Sec-Fetch-Site, none",
    "Origin, http://127.0.0.1:8080"
  })
  void aPageOfThisSiteMay(String header, String value) throws Exception {
    assertThat(command(DRAIN, "{\"seconds\":0}", header, value).statusCode()).isEqualTo(200);
    assertThat(server.done()).containsExactly("drain 0");
  }

  @Test
  void aPageOfAnotherSiteCannotUseUpTheAdministratorsGuesses() throws Exception {
    for (int i = 0; i < 20; i++) {
      server.get(DRAIN, "Authorization", "Bearer no", "Sec-Fetch-Site", "cross-site");
    }
    assertThat(command(DRAIN, "{\"seconds\":0}").statusCode()).isEqualTo(200);
  }
}
