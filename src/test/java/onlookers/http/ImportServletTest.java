package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import onlookers.config.Networks;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsImporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportServletTest {
  private static final String BODY = "{\"views\":{\"13\":120,\"14\":7}}";
  private static final int MOST = 65_536;

  private final RecordingImporter importer = new RecordingImporter();
  private final ImportServlet servlet =
      new ImportServlet(importer, new Forwarding(Networks.parse("loopback")));

  private FakeResponse answered(FakeRequest request) throws Exception {
    FakeResponse response = new FakeResponse();
    servlet.service(request.made(), response.made());
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    return response;
  }

  private static FakeRequest post(String type, String body) {
    return FakeRequest.of("POST").header("Content-Type", type).body(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "Application/JSON; charset=utf-8", "application/json ;"})
  void viewsAreHandedOverAndTheAnswerSaysHowManyWereNew(String type) throws Exception {
    FakeResponse response = answered(post(type, BODY));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"imported\":1,\"already\":1}");
    assertThat(importer.taken).isEqualTo(Map.of(new Post("13"), 120L, new Post("14"), 7L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"})
  void whatAFormOfAnotherSiteCouldSendIsRefused(String type) throws Exception {
    FakeResponse response = answered(post(type, BODY));
    assertThat(response.status()).isEqualTo(415);
    assertThat(response.body()).contains("\"bad-type\"");
    assertThat(importer.taken).isNull();
  }

  @Test
  void aBodyWithoutATypeIsRefused() throws Exception {
    assertThat(answered(FakeRequest.of("POST").body(BODY)).status()).isEqualTo(415);
  }

  @Test
  void aBodyMayBeSoLongAndNoLonger() throws Exception {
    String padded = BODY + " ".repeat(MOST - BODY.length());
    assertThat(answered(post("application/json", padded)).status()).isEqualTo(200);
    importer.taken = null;
    FakeResponse response = answered(post("application/json", padded + " "));
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.body()).contains("\"too-large\"", "65536");
    assertThat(importer.taken).isNull();
  }

  @Test
  void whatDoesNotFitIsRefusedWhole() throws Exception {
    FakeResponse response =
        answered(post("application/json", "{\"views\":{\"13\":120,\"a.b\":7}}"));
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("\"bad-post\"");
    assertThat(importer.taken).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "OPTIONS"})
  void itIsPostedOnly(String method) throws Exception {
    FakeResponse response =
        answered(FakeRequest.of(method).header("Content-Type", "application/json").body(BODY));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("POST");
    assertThat(importer.taken).isNull();
  }

  @Test
  void whileRedisIsAwayTheAnswerIs503() throws Exception {
    importer.away = true;
    FakeResponse response = answered(post("application/json", BODY));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).contains("\"unavailable\"");
  }

  /** All but one post were imported before. */
  private static final class RecordingImporter implements ViewsImporter {
    @Nullable Map<Post, Long> taken;
    boolean away;

    @Override
    public int importOnce(Map<Post, Long> views) {
      if (away) {
        throw new UnavailableException("away");
      }
      taken = views;
      return 1;
    }
  }
}
