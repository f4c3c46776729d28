package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.config.Networks;
import onlookers.config.Origins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String ALLOW_METHODS = "Access-Control-Allow-Methods";
  private static final String MAX_AGE = "Access-Control-Max-Age";

  private final Cors cors =
      new Cors(
          new Forwarding(Networks.parse("loopback")),
          Origins.parse("same-host,https://blog.example"));

  private FakeResponse answered(FakeRequest request) {
    FakeResponse response = new FakeResponse();
    cors.setHeaders(request.made(), response.made());
    assertThat(response.header("Vary")).isEqualTo("Origin");
    return response;
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://blog.example", "http://own.example", "https://own.example:8443"})
  void aPageThatIsNamedMayRead(String origin) {
    FakeResponse response = answered(FakeRequest.get().header("Origin", origin));
    assertThat(response.header(ALLOW_ORIGIN)).isEqualTo(origin);
    assertThat(response.header(ALLOW_METHODS)).isNull();
    assertThat(response.header(MAX_AGE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://blog.example", "https://evil.example", "null", ""})
  void anyOtherMayNot(String origin) {
    for (String method : new String[] {"GET", "OPTIONS"}) {
      FakeResponse response = answered(FakeRequest.of(method).header("Origin", origin));
      assertThat(response.header(ALLOW_ORIGIN)).isNull();
      assertThat(response.header(ALLOW_METHODS)).isNull();
    }
  }

  @Test
  void noBrowserNeedsNoLeave() {
    assertThat(answered(FakeRequest.get()).header(ALLOW_ORIGIN)).isNull();
  }

  @Test
  void aPreflightReceivesTheMethodsAndForHowLong() {
    FakeResponse response =
        answered(FakeRequest.of("OPTIONS").header("Origin", "https://blog.example"));
    assertThat(response.header(ALLOW_ORIGIN)).isEqualTo("https://blog.example");
    assertThat(response.header(ALLOW_METHODS)).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(response.header(MAX_AGE)).isEqualTo("600");
  }

  @Test
  void theHostIsTheOneThatATrustedProxyNames() {
    FakeRequest request =
        FakeRequest.get()
            .from("127.0.0.1")
            .header("Origin", "https://outer.example")
            .header("X-Forwarded-Host", "outer.example");
    assertThat(answered(request).header(ALLOW_ORIGIN)).isEqualTo("https://outer.example");
    assertThat(answered(request.from("203.0.113.9")).header(ALLOW_ORIGIN)).isNull();
  }
}
