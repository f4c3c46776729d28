package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlookers.fixture.NoCounts;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an import is asked for, and answered. */
class ImportIT {
  private static final String TWO = "{\"views\":{\"13\":120,\"14\":7}}";
  private static final List<Map<Post, Long>> IMPORTS = new ArrayList<>();
  @TempDir private static Path folder;
  private static boolean away;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new TestServer(
            folder,
            Map.of("admin.token", "sesame"),
            new NodeMetrics(),
            new NoCounts(),
            ImportIT::importOnce);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void nothingIsImported() {
    IMPORTS.clear();
    away = false;
  }

  /** Of every import, the first post was there already. */
  private static int importOnce(Map<Post, Long> views) {
    if (away) {
      throw new UnavailableException("away");
    }
    IMPORTS.add(views);
    return views.size() - 1;
  }

  private static HttpResponse<String> post(String body, String type) throws Exception {
    return server.post(
        "/api/admin/views", body, "Authorization", "Bearer sesame", "Content-Type", type);
  }

  private static void assertError(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).startsWith("{\"error\":\"" + code + "\",\"message\":\"");
    assertThat(IMPORTS).isEmpty();
  }

  @Test
  void theAnswerHoldsWhatIsNewAndWhatWasThere() throws Exception {
    HttpResponse<String> response = post(TWO, "application/json; charset=utf-8");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"imported\":1,\"already\":1}");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(IMPORTS).containsExactly(Map.of(new Post("13"), 120L, new Post("14"), 7L));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"views\":{\"13\":1,\"<b>\":1}}', bad-post",
    "'{\"views\":{\"13\":1,\"14\":-1}}', bad-views",
    "'13=1', bad-request"
  })
  void whatDoesNotFitIsRefusedWhole(String body, String code) throws Exception {
    assertError(post(body, "application/json"), 400, code);
  }

  @Test
  void aFormOfAnotherSiteCannotImport() throws Exception {
    assertError(post(TWO, "text/plain"), 415, "bad-type");
    assertError(
        server.post("/api/admin/views", TWO, "Authorization", "Bearer sesame"), 415, "bad-type");
  }

  @Test
  void aBodyOfMoreThan64KibIsTooLarge() throws Exception {
    String padded = TWO + " ".repeat(65_536 - TWO.length());
    assertError(post(padded + " ", "application/json"), 413, "too-large");
    assertThat(post(padded, "application/json").statusCode()).isEqualTo(200);
  }

  @Test
  void whileRedisIsAwayAnImportIsUnavailable() throws Exception {
    away = true;
    assertError(post(TWO, "application/json"), 503, "unavailable");
  }

  @Test
  void viewsAreOnlyWritten() throws Exception {
    for (String method : List.of("GET", "PATCH", "OPTIONS")) {
      HttpResponse<String> response =
          server.send(method, "/api/admin/views", "Authorization", "Bearer sesame");
      assertError(response, 405, "bad-method");
      assertThat(response.headers().firstValue("Allow")).hasValue("POST, PUT, DELETE");
    }
  }

  @Test
  void withoutTheTokenNobodyImports() throws Exception {
    assertError(
        server.post("/api/admin/views", TWO, "Content-Type", "application/json"),
        401,
        "unauthorized");
  }
}
