package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import onlookers.fixture.NoCounts;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through to /api/admin. */
class AdminIT {
  @TempDir private Path folder;

  @Test
  void withoutATokenNobodyGetsThrough() throws Exception {
    try (TestServer server = server(Map.of())) {
      HttpResponse<String> response =
          server.send("POST", "/api/admin/views", "Authorization", "Bearer ");
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body()).contains("\"error\":\"forbidden\"").contains("admin.token");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer", "Basic c2VzYW1l", "sesame", "Bearer sesame2"})
  void aWrongTokenIsAskedForTheRightOne(String authorization) throws Exception {
    try (TestServer server = server(Map.of("admin.token", "sesame"))) {
      HttpResponse<String> response =
          server.send("POST", "/api/admin/views", "Authorization", authorization);
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
      assertThat(response.body()).doesNotContain("sesame");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer sesame", "Bearer sesame", "Basic YWRtaW46c2VzYW1l"})
  void theRightTokenGetsThrough(String authorization) throws Exception {
    try (TestServer server = server(Map.of("admin.token", "sesame"))) {
      assertThat(
              server.send("GET", "/api/admin/nothing", "Authorization", authorization).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void whoGuessesTooOftenHasToWaitAndNobodyElse() throws Exception {
    try (TestServer server = server(Map.of("admin.token", "sesame"))) {
      for (int i = 0; i < 60; i++) {
        HttpResponse<String> response =
            server.send("GET", "/api/admin/nothing", "Authorization", "Bearer no" + i);
        assertThat(response.statusCode()).isEqualTo(i < 10 ? 401 : 429);
      }
      assertThat(
              server
                  .get("/api/admin/x", "Authorization", "Bearer sesame")
                  .headers()
                  .firstValue("Retry-After"))
          .hasValue("60");
      assertThat(server.get("/metrics").body()).contains("onlookers_admin_refused_total 61.0");
      assertThat(
              server
                  .get(
                      "/api/admin/x",
                      "Authorization",
                      "Bearer sesame",
                      "X-Forwarded-For",
                      "203.0.113.7")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  private TestServer server(Map<String, String> settings) throws Exception {
    return new TestServer(folder, settings, new NodeMetrics(), new NoCounts());
  }
}
