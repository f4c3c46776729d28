package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import onlookers.config.Networks;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsServletTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final Forwarding forwarding = new Forwarding(Networks.parse("loopback"));
  private final MemoryHistory editor = new MemoryHistory();
  private final ViewsServlet servlet =
      new ViewsServlet(editor, new ImportServlet(Map::size, forwarding), forwarding);

  private FakeResponse answered(FakeRequest request) throws Exception {
    FakeResponse response = new FakeResponse();
    servlet.service(request.made(), response.made());
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    return response;
  }

  private FakeResponse json(String method, String path, String body) throws Exception {
    FakeRequest request =
        FakeRequest.of(method).header("Content-Type", "application/json").body(body);
    return answered(path.isEmpty() ? request : request.path(path));
  }

  private void assertRefused(FakeResponse response, int status, String code) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).startsWith("{\"error\":\"" + code + "\",");
    assertThat(editor.views).isEqualTo(Map.of(POST, 7L));
  }

  @Test
  void viewsOfOnePostAreSetRestoredAndForgotten() throws Exception {
    assertThat(json("PUT", "/13", "{\"views\":500}").body())
        .isEqualTo("{\"post\":\"13\",\"views\":500}");
    assertThat(json("PUT", "/13", "{\"atLeast\":400}").body())
        .isEqualTo("{\"post\":\"13\",\"views\":500}");
    assertThat(json("PUT", "/13", "{\"views\":3}").body())
        .isEqualTo("{\"post\":\"13\",\"views\":3}");
    assertThat(editor.views).isEqualTo(Map.of(POST, 3L));
    FakeResponse forgotten = answered(FakeRequest.of("DELETE").path("/13"));
    assertThat(forgotten.status()).isEqualTo(200);
    assertThat(forgotten.body()).isEqualTo("{\"post\":\"13\",\"views\":0}");
    assertThat(editor.views).isEmpty();
  }

  @Test
  void viewsOfManyPostsAreSetRestoredAndForgotten() throws Exception {
    assertThat(json("PUT", "", "{\"views\":{\"13\":500,\"14\":7}}").body())
        .isEqualTo("{\"posts\":2,\"changed\":2}");
    assertThat(json("PUT", "", "{\"atLeast\":{\"13\":400,\"14\":8}}").body())
        .isEqualTo("{\"posts\":2,\"changed\":1}");
    assertThat(editor.views).isEqualTo(Map.of(POST, 500L, OTHER, 8L));
    assertThat(json("DELETE", "", "{\"posts\":[\"13\",14,15,13]}").body())
        .isEqualTo("{\"posts\":3,\"changed\":2}");
    assertThat(editor.views).isEmpty();
  }

  @Test
  void anImportIsPostedToTheSamePath() throws Exception {
    assertThat(json("POST", "", "{\"views\":{\"13\":500}}").body())
        .isEqualTo("{\"imported\":1,\"already\":0}");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /13, '{\"views\":-1}', bad-views",
    "PUT, /13, '{\"views\":1.5}', bad-views",
    "PUT, /13, '{\"views\":\"500\"}', bad-views",
    "PUT, /13, '{\"views\":9007199254740992}', bad-views",
    "PUT, /13, '{\"views\":{\"13\":1}}', bad-views",
    "PUT, /13, '{\"views\":1,\"atLeast\":1}', bad-request",
    "PUT, /13, '{}', bad-request",
    "PUT, /13, '[500]', bad-request",
    "PUT, /13, '{\"views\":1', bad-request",
    "PUT, /a.b, '{\"views\":1}', bad-post",
    "PUT, /, '{\"views\":1}', bad-post",
    "PUT, /13/14, '{\"views\":1}', bad-post",
    "DELETE, /a.b, '', bad-post",
    "PUT, '', '{\"views\":{\"a.b\":1}}', bad-post",
    "PUT, '', '{\"atLeast\":{\"13\":1.5}}', bad-views",
    "PUT, '', '{\"views\":5}', bad-request",
    "PUT, '', '{\"views\":{},\"atLeast\":{}}', bad-request",
    "DELETE, '', '{}', bad-request",
    "DELETE, '', '{\"posts\":\"13\"}', bad-request",
    "DELETE, '', '{\"posts\":[\"13\",\"a.b\"]}', bad-post",
    "DELETE, '', '{\"posts\":[\"13\",1.5]}', bad-post",
    "DELETE, '', '{\"posts\":[\"13\",null]}', bad-post"
  })
  void whatDoesNotFitIsRefusedWhole(String method, String path, String body, String code)
      throws Exception {
    editor.views.put(POST, 7L);
    assertRefused(json(method, path, body), 400, code);
  }

  @Test
  void aThousandPostsAreForgottenAndOneMoreIsTooMany() throws Exception {
    editor.views.put(POST, 7L);
    String thousand = "{\"posts\":[" + "14,".repeat(999) + "14]}";
    assertThat(json("DELETE", "", thousand).status()).isEqualTo(200);
    assertRefused(json("DELETE", "", thousand.replace("]", ",14]")), 400, "too-many");
  }

  @Test
  void whatAFormOfAnotherSiteCouldSendIsRefused() throws Exception {
    editor.views.put(POST, 7L);
    assertRefused(
        answered(FakeRequest.of("PUT").path("/13").body("{\"views\":1}")), 415, "bad-type");
    assertRefused(answered(FakeRequest.of("DELETE").body("")), 415, "bad-type");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', 'POST, PUT, DELETE'",
    "PATCH, '', 'POST, PUT, DELETE'",
    "GET, /13, 'PUT, DELETE'",
    "POST, /13, 'PUT, DELETE'"
  })
  void theMethodsAreNamed(String method, String path, String allowed) throws Exception {
    FakeResponse response = json(method, path, "{\"views\":1}");
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void whileRedisIsAwayTheAnswerIs503() throws Exception {
    editor.views.put(POST, 7L);
    editor.away = true;
    assertRefused(json("PUT", "/13", "{\"views\":1}"), 503, "unavailable");
    assertRefused(json("DELETE", "/13", ""), 503, "unavailable");
  }

  @Test
  void eachWriteStandsInTheLogWithTheAddress() throws Exception {
    try (LogCapture log = new LogCapture(ViewsServlet.class)) {
      json("PUT", "", "{\"atLeast\":{\"13\":5,\"14\":6}}");
      json("PUT", "/13", "{\"views\":5}");
      json("DELETE", "/13", "");
      json("DELETE", "/a.b", "");
      assertThat(log.all())
          .containsExactly(
              "the views of 2 posts were restored by an administrator at \"203.0.113.9\"; 2 changed",
              "the views of 1 post were set by an administrator at \"203.0.113.9\"; 0 changed",
              "the views of 1 post were forgotten by an administrator at \"203.0.113.9\"; 1 changed");
    }
  }
}
