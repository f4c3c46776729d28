package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.config.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminFilterTest {
  private final AdminFilter filter = new AdminFilter(Optional.of(new Secret("sesame:open")));
  private final AtomicInteger passed = new AtomicInteger();

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
        .isEqualTo("Bearer realm=\"onlookers\", Basic realm=\"onlookers\"");
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
      FakeResponse response = answered(new AdminFilter(Optional.empty()), authorization);
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.body()).contains("\"forbidden\"", "admin.token");
      assertThat(response.header("WWW-Authenticate")).isNull();
    }
    assertThat(passed).hasValue(0);
  }
}
