package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.org, example.org, true",
    "http://example.org:81, example.org:82, true",
    "https://EXAMPLE.org, example.ORG:3000, true",
    "http://[::1]:8080, [::1]:3000, true",
    "http://[::1], ::1, true",
    "http://[2001:DB8::1], [2001:db8::1], true",
    "http://127.0.0.1:1, 127.0.0.1, true",
    "http://localhost, 127.0.0.1, false",
    "http://example.org.evil.net, example.org, false",
    "http://evil.net/example.org, example.org, false",
    "http://evil.net#example.org, example.org, false",
    "http://evil.net@example.org, example.org, false",
    "http://a http://example.org, example.org, false",
    "http://example.org:99999, example.org, false",
    "example.org, example.org, false",
    "null, null, false",
    "'', '', false"
  })
  void sameHostComparesHostNamesAndNothingElse(String origin, String host, boolean allowed) {
    assertThat(Origins.parse("same-host").allows(origin, host)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, true",
    "https://a.example:443, true",
    "HTTPS://A.EXAMPLE, true",
    "http://a.example, false",
    "https://a.example:444, false",
    "https://b.example, false",
    "http://b.example:8080, true",
    "http://b.example, false",
    "capacitor://localhost, true",
    "http://own.host, false"
  })
  void aListedOriginIsComparedWithSchemeHostAndPort(String origin, boolean allowed) {
    Origins origins =
        Origins.parse("https://a.example, http://b.example:8080,capacitor://localhost");
    assertThat(origins.allows(origin, "own.host")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.example.org, true",
    "https://a.b.example.org, true",
    "HTTPS://WWW.EXAMPLE.ORG:443, true",
    "https://example.org, false",
    "https://.example.org, false",
    "https://evilexample.org, false",
    "https://example.org.evil.net, false",
    "https://evil.net/.example.org, false",
    "https://evil.net#.example.org, false",
    "http://www.example.org, false",
    "https://www.example.org:444, false",
    "http://dev.localhost:8081, true",
    "http://dev.localhost, false",
    "https://listed.net, true",
    "null, false"
  })
  void aStarInThePlaceOfANameLetsEverySubdomainInAndNothingElse(String origin, boolean allowed) {
    Origins origins =
        Origins.parse("https://listed.net, https://*.Example.org ,http://*.localhost:8081");
    assertThat(origins.allows(origin, "own.host")).isEqualTo(allowed);
  }

  @Test
  void aRequestWithoutOriginIsNoBrowserAndIsLetIn() {
    assertThat(Origins.parse("https://a.example").allows(null, "b.example")).isTrue();
  }

  @Test
  void theOpaqueOriginIsLetInOnlyWhereAnyIs() {
    assertThat(Origins.parse("same-host,https://a.example").allows("null", "null")).isFalse();
    assertThat(Origins.parse("*").allows("null", "a.example")).isTrue();
    assertThat(Origins.parse("*").allows("https://b.example", "a.example")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "null",
        "a.example",
        "https://",
        "https://a.example/",
        "https://a.example/x",
        "https://a b",
        "https://a:x",
        "https://a:70000",
        "https://a:65536",
        "https://u@a",
        "same-host;*",
        "*.example.org",
        "https://*",
        "https://*.",
        "https://*.*.example.org",
        "https://a.*.example.org",
        "https://*example.org",
        "https://*.example.org/x",
        "https://*.127.0.0.1",
        "https://*.[::1]",
        "https://*.https://*.example.org"
      })
  void whatIsNoOriginIsRefused(String wrong) {
    assertThatThrownBy(() -> Origins.parse(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://www.example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "same-host",
        "*",
        "*,same-host",
        "same-host,https://a.example:443,http://[::1]:80",
        "http://a.example:0,http://a.example:65535",
        "capacitor://localhost",
        "*,https://a.example:443,https://*.a.example:443,http://*.b.example:81"
      })
  void aListIsShownAsItCanBeGiven(String list) {
    assertThat(Origins.parse(list)).hasToString(list);
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    assertThat(Origins.parse("https://a.example:443,same-host"))
        .isEqualTo(Origins.parse(" same-host , HTTPS://a.example"))
        .hasSameHashCodeAs(Origins.parse("same-host,https://a.example"))
        .isNotEqualTo(Origins.parse("*"))
        .isNotEqualTo(Origins.parse("same-host,https://a.example:444"))
        .isNotEqualTo(Origins.parse("same-host,https://*.a.example"))
        .isNotEqualTo(Origins.parse("https://a.example"));
    assertThat(Origins.parse("https://a.example").hashCode())
        .isNotEqualTo(Origins.parse("https://b.example").hashCode());
  }
}
