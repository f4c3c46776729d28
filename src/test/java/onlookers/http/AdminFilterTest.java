package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.config.Networks;
import onlookers.config.Secret;
import onlookers.fixture.LogCapture;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminFilterTest {
  private final ManualScheduler time = new ManualScheduler();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final AdminFilter filter = filter(Optional.of(new Secret("sesame:open")));
  private final AtomicInteger passed = new AtomicInteger();

  private AdminFilter filter(Optional<Secret> token) {
    return new AdminFilter(token, new Forwarding(Networks.parse("10.0.0.0/8")), nodeMetrics, time);
  }

  private int status(String token, FakeRequest request) throws Exception {
    return answer(token, request).status();
  }

  private FakeResponse answer(String token, FakeRequest request) throws Exception {
    FakeResponse response = new FakeResponse();
    filter.doFilter(
        request.header("Authorization", "Bearer " + token).made(),
        response.made(),
        (handed, on) -> passed.incrementAndGet());
    return response;
  }

  private static FakeRequest from(String address) {
    return FakeRequest.of("POST").from(address);
  }

  private static FakeRequest from(String address, String forwardedFor) {
    return from(address).header("X-Forwarded-For", forwardedFor);
  }

  private void guessWrong(int times, String address) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(status("wrong" + i, from(address))).isEqualTo(401);
    }
  }

  @Test
  void afterTenWrongTokensAnAddressMustWaitForTheRestOfTheMinute() throws Exception {
    guessWrong(10, "203.0.113.9");
    time.advance(Duration.ofMillis(1_500));
    FakeResponse response = answer("sesame:open", from("203.0.113.9"));
    assertThat(response.status()).isEqualTo(429);
    assertThat(response.header("Retry-After")).isEqualTo("59");
    assertThat(response.header("WWW-Authenticate")).isNull();
    assertThat(response.body()).contains("\"too-many\"");
    time.advance(Duration.ofMillis(58_499));
    assertThat(answer("wrong", from("203.0.113.9")).header("Retry-After")).isEqualTo("1");
    assertThat(passed).hasValue(0);
    time.advance(Duration.ofMillis(1));
    status("sesame:open", from("203.0.113.9"));
    assertThat(passed).hasValue(1);
  }

  @Test
  void whoHasTheRightTokenIsNotHeldUpByAnotherAddress() throws Exception {
    guessWrong(10, "203.0.113.9");
    status("sesame:open", from("203.0.113.8"));
    status("sesame:open", from("2001:db8::1"));
    assertThat(passed).hasValue(2);
  }

  @Test
  void anIpv6AddressIsItsNetworkOf64Bits() throws Exception {
    guessWrong(5, "2001:db8::1");
    guessWrong(5, "2001:db8::ffff:2");
    assertThat(status("wrong", from("2001:db8::3"))).isEqualTo(429);
    assertThat(status("wrong", from("2001:db8:0:1::1"))).isEqualTo(401);
  }

  @Test
  void behindATrustedProxyEachClientIsCountedByItself() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(status("wrong", from("10.0.0.1", "203.0.113.9"))).isEqualTo(401);
    }
    assertThat(status("wrong", from("10.0.0.1", "203.0.113.9"))).isEqualTo(429);
    assertThat(status("wrong", from("203.0.113.9"))).isEqualTo(429);
    status("sesame:open", from("10.0.0.1", "203.0.113.8"));
    status("sesame:open", from("10.0.0.1"));
    assertThat(passed).hasValue(2);
  }

  @Test
  void strangersBehindAProxyThatIsNotTrustedAreOneAndDoNotLockOutWhoComesDirectly()
      throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(status("wrong", from("127.0.0.1", "203.0.113." + i))).isEqualTo(401);
    }
    assertThat(status("wrong", from("127.0.0.1", "6.6.6.6"))).isEqualTo(429);
    status("sesame:open", from("127.0.0.1"));
    assertThat(passed).hasValue(1);
  }

  @Test
  void theRightTokenIsNeverTooOften() throws Exception {
    for (int i = 0; i < 30; i++) {
      status("sesame:open", from("203.0.113.9"));
    }
    assertThat(passed).hasValue(30);
  }

  @Test
  void aRequestWithoutATokenIsNoGuess() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(answered(filter, null).status()).isEqualTo(401);
    }
    assertThat(nodeMetrics.total(Counter.ADMIN_REFUSED)).isZero();
    status("sesame:open", from("203.0.113.9"));
    assertThat(passed).hasValue(1);
  }

  @Test
  void wrongTokensAreCountedAndLoggedEveryTwoSeconds() throws Exception {
    try (LogCapture log = new LogCapture(RefusalLog.class)) {
      for (int i = 0; i < 60; i++) {
        status("wrong", from("203.0.113.9"));
      }
      assertThat(nodeMetrics.total(Counter.ADMIN_REFUSED)).isEqualTo(60);
      assertThat(log.warnings())
          .containsExactly(
              "1 request to /api/admin refused for a wrong admin.token, the last from"
                  + " \"203.0.113.9\"");
      time.advance(Duration.ofMillis(1_999));
      assertThat(log.warnings()).hasSize(1);
      status("wrong", from("10.0.0.7", "2001:db8::1"));
      time.advance(Duration.ofSeconds(10));
      assertThat(log.warnings()).hasSize(2);
      assertThat(log.warnings().get(1))
          .startsWith("60 requests to")
          .endsWith("\"2001:db8:0:0:0:0:0:1\"");
      status("wrong", from("203.0.113.9"));
      assertThat(log.warnings()).hasSize(3);
    }
  }

  private FakeResponse answered(AdminFilter which, @Nullable String authorization)
      throws Exception {
    FakeRequest request = FakeRequest.of("POST");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    FakeResponse response = new FakeResponse();
    which.doFilter(request.made(), response.made(), (handed, on) -> passed.incrementAndGet());
    return response;
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private void assertPasses(String authorization) throws Exception {
    int before = passed.get();
    FakeResponse response = answered(filter, authorization);
    assertThat(passed.get() - before).as(authorization).isEqualTo(1);
    assertThat(response.header("WWW-Authenticate")).isNull();
    assertThat(response.body()).isEmpty();
  }

  private void assertRefused(@Nullable String authorization) throws Exception {
    FakeResponse response = answered(filter, authorization);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"onlookers\" | Basic realm=\"onlookers\", charset=\"UTF-8\"");
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.body()).contains("\"unauthorized\"").doesNotContain("sesame");
    assertThat(passed).hasValue(0);
  }

  @Test
  void theTokenIsTakenAsBearerOrAsPasswordOfWhateverUser() throws Exception {
    assertPasses("Bearer sesame:open");
    assertPasses("bearer   sesame:open ");
    assertPasses(basic("admin:sesame:open"));
    assertPasses(basic(":sesame:open"));
    assertPasses("BASIC  " + basic("x:sesame:open").substring(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer sesame",
        "Bearersesame:open",
        "sesame:open",
        "Digest sesame:open",
        "Basic",
        "Basic ",
        "Basic sesame:open",
        "Basic !!!"
      })
  void anythingElseIsRefused(String authorization) throws Exception {
    assertRefused(authorization);
  }

  @Test
  void noCredentialAndTheWrongOneAreRefused() throws Exception {
    assertRefused(null);
    assertRefused(basic("sesame:open"));
    assertRefused(basic("admin:"));
    assertRefused(basic("no colon"));
    assertRefused(basic("admin:sesame:open:"));
  }

  @Test
  void withoutATokenNobodyGetsThrough() throws Exception {
    for (String authorization : new String[] {null, "Bearer ", basic("admin:"), "Bearer x"}) {
      FakeResponse response = answered(filter(Optional.empty()), authorization);
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.body()).contains("\"forbidden\"", "admin.token");
      assertThat(response.header("WWW-Authenticate")).isNull();
    }
    assertThat(passed).hasValue(0);
  }
}
