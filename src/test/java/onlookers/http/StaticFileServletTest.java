package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFileServletTest {
  private final StaticFileServlet servlet = serving("let a = 1;");

  private static StaticFileServlet serving(String content) {
    return new StaticFileServlet("text/javascript", content.getBytes(UTF_8));
  }

  private static FakeResponse answered(StaticFileServlet servlet, FakeRequest request)
      throws Exception {
    FakeResponse response = new FakeResponse();
    servlet.doGet(request.made(), response.made());
    assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
    return response;
  }

  private static String tag(StaticFileServlet servlet) throws Exception {
    return answered(servlet, FakeRequest.get()).header("ETag");
  }

  private void assertSent(FakeRequest request) throws Exception {
    FakeResponse response = answered(servlet, request);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("let a = 1;");
    assertThat(response.header("Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
    assertThat(response.header("Content-Length")).isEqualTo("10");
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.header("ETag")).isEqualTo(tag(servlet));
  }

  private void assertKnown(FakeRequest request) throws Exception {
    FakeResponse response = answered(servlet, request);
    assertThat(response.status()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(response.header("ETag")).isEqualTo(tag(servlet));
    assertThat(response.header("Content-Length")).isNull();
  }

  @Test
  void whoeverHasNothingGetsTheFile() throws Exception {
    assertSent(FakeRequest.get());
  }

  @Test
  void theTagIsThatOfTheContentAndNotOfItsLength() throws Exception {
    assertThat(tag(servlet))
        .matches("W/\"[A-Za-z0-9_-]{22}\"")
        .isEqualTo(tag(serving("let a = 1;")));
    assertThat(tag(serving("let a = 2;"))).isNotEqualTo(tag(servlet));
  }

  @Test
  void whoeverHasThisContentGetsNothingAgain() throws Exception {
    String tag = tag(servlet);
    assertKnown(FakeRequest.get().header("If-None-Match", tag));
    assertKnown(FakeRequest.get().header("If-None-Match", tag.substring(2)));
    assertKnown(FakeRequest.get().header("If-None-Match", "\"x\",W/\"y\" , " + tag));
    assertKnown(FakeRequest.get().header("If-None-Match", "\"x\"").header("If-None-Match", tag));
    assertKnown(FakeRequest.get().header("If-None-Match", "*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"x\"", "W/\"14319-1764115200000\"", ",", "\"", "W/"})
  void whoeverHasAnotherContentGetsThisOne(String known) throws Exception {
    assertSent(FakeRequest.get().header("If-None-Match", known));
  }

  @Test
  void javaScriptIsTextWhateverTheServerCallsIt() throws Exception {
    StaticFileServlet script = new StaticFileServlet("application/javascript", new byte[] {';'});
    assertThat(answered(script, FakeRequest.get()).header("Content-Type"))
        .isEqualTo("application/javascript;charset=UTF-8");
  }

  @Test
  void aPictureHasNoCharset() throws Exception {
    StaticFileServlet picture = new StaticFileServlet("image/svg+xml", new byte[] {'<'});
    assertThat(answered(picture, FakeRequest.get()).header("Content-Type"))
        .isEqualTo("image/svg+xml");
  }

  @Test
  void whatIsNoReadingIsRefusedAsEverywhereElse() throws Exception {
    for (String method : new String[] {"POST", "DELETE", "PROPFIND"}) {
      FakeResponse response = new FakeResponse();
      servlet.service(FakeRequest.of(method).made(), response.made());
      assertThat(response.status()).isEqualTo(405);
      assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
      assertThat(response.body()).contains("\"bad-method\"");
    }
  }
}
