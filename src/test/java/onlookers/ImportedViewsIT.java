package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;

/** An import, from the administrator to the reader. */
class ImportedViewsIT {
  private static String post(WarProcess war, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(war.base().resolve("api/admin/views"))
            .header("Authorization", "Bearer sesame")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void readersHearOfImportedViewsAtOnceAndOnce() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        WarProcess war =
            WarProcess.start(
                "--http.port=0", "--redis.uri=" + redis.uri(), "--admin.token=sesame");
        Reader reader = Reader.viewing(war, "13")) {
      reader.awaitCounts("13", 1, 1);
      String views = "{\"views\":{\"13\":120,\"14\":7}}";
      assertThat(post(war, views)).isEqualTo("{\"imported\":2,\"already\":0}");
      reader.awaitCounts("13", 1, 121);
      assertThat(post(war, views)).isEqualTo("{\"imported\":0,\"already\":2}");
      reader.view("14");
      reader.awaitCounts("14", 1, 8);
      assertThat(war.log()).doesNotContain("sesame");
    }
  }
}
