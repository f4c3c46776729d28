package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {
  @ParameterizedTest
  @CsvSource({
    "redis://localhost, redis://localhost:6379, redis://localhost:6379",
    "redis://10.0.0.1:7000/3, redis://10.0.0.1:7000/3, redis://10.0.0.1:7000/3",
    "redis://[::1]:7000/, redis://[::1]:7000/, redis://[::1]:7000/",
    "rediss://u:p%40ss@h/15, rediss://u:p%40ss@h:6379/15, rediss://***@h:6379/15",
    "redis://:p@h:1, redis://:p@h:1, redis://***@h:1",
    "redis://p@h:1, redis://p@h:1, redis://***@h:1",
    "redis://h:65535/65535, redis://h:65535/65535, redis://h:65535/65535"
  })
  void anAddressHasAlwaysAPortAndShowsNeverAPassword(String given, String uri, String shown) {
    RedisUri redis = RedisUri.parse(given);
    assertThat(redis.uri()).hasToString(uri);
    assertThat(redis).hasToString(shown).isEqualTo(RedisUri.parse(uri));
    assertThat(redis.embedded()).isFalse();
  }

  @Test
  void anEmbeddedRedisHasNoAddress() {
    RedisUri embedded = RedisUri.parse("embedded");
    assertThat(embedded).hasToString("embedded").isEqualTo(RedisUri.EMBEDDED);
    assertThat(embedded.embedded()).isTrue();
    assertThat(embedded).hasSameHashCodeAs(RedisUri.EMBEDDED);
    assertThat(embedded.hashCode()).isNotEqualTo(RedisUri.parse("redis://h").hashCode());
    assertThatThrownBy(embedded::uri).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis+sentinel://:pw@h1:1,h2:1/MASTER", "redis+cluster://:pw@h1:1,h2:1"})
  void sentinelAndClusterAreRefusedByName(String uri) {
    String scheme = uri.substring(0, uri.indexOf("://") + 3);
    assertThatThrownBy(() -> load(uri))
        .hasMessageStartingWith("redis.uri (command line --redis.uri) is \"" + scheme)
        .hasMessageEndingWith("; " + scheme + " is not supported yet")
        .hasMessageNotContaining("pw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "secret@h",
        "localhost:6379",
        "redis://",
        "redis://:secret",
        "redis://secret@",
        "redis://h:0",
        "redis://h:70000",
        "redis://h:65536",
        "redis://h/65536",
        "redis://h/x",
        "redis://h/70000",
        "redis://h/1/2",
        "redis://h?password=secret",
        "redis://h#secret",
        "redis://:se#cret@h",
        "redis://:sec@ret@h",
        "http://h",
        "REDIS://h",
        "redis:h",
        "redis://:sec ret@h",
        "redis://my_host:1",
        "embedded "
      })
  void whatIsNoAddressIsRefusedWithoutShowingWhatMayBeAPassword(String wrong) {
    assertThatThrownBy(() -> load(wrong))
        .isInstanceOf(SettingException.class)
        .hasNoCause()
        .hasMessageContaining("right is 'embedded' or redis://[user:password@]host")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("cret@")
        .hasMessageNotContaining("ret@h");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://user:12/S3cr3t@host, redis://***@host",
    "redis://user:/S3cr3t@host:1/2, redis://***@host:1/2",
    "redis://:12/S3cr3t@host/x, redis://…",
    "redis://:12/S3cr3t, redis://…",
    "redis://user:12?S3cr3t@host, redis://***@host",
    "redis://user:12#S3cr3t@host, redis://***@host",
    "redis://:a@b/S3cr3t@host, redis://***@host",
    "redis://:a@S3cr3t?@[::1]:x, redis://…",
    "rediss://:S3 cr3t@[::1]:70000, rediss://***@[::1]:70000",
    "redis://host?S3cr3t=@b, redis://***@b",
    "redis://host/S3cr3t, redis://…",
    "redis+sentinel://:1/S3cr3t@h:26379/main, redis+sentinel://…",
    "redis+cluster://:1/S3cr3t@h1:7000, redis+cluster://***@h1:7000",
    "S3cr3t@host, …",
    "redis:S3cr3t@host, …",
    "//:S3cr3t@host, …"
  })
  void whatStandsBeforeTheLastAtIsNeverShown(String wrong, String shown) {
    assertThatThrownBy(() -> load(wrong))
        .hasMessageStartingWith(
            "redis.uri (command line --redis.uri) is \"" + shown.replace("…", "\\u2026") + "\";")
        .hasMessageNotContaining("S3cr3t");
  }

  private static Settings load(String uri) {
    return Settings.load(Sources.only(Map.of("redis.uri", uri), Deployment.SERVER)).settings();
  }

  @Test
  void equalAddressesAreEqualWhetherTheirPortIsGivenOrNot() {
    assertThat(RedisUri.parse("redis://h"))
        .isEqualTo(RedisUri.parse("redis://h:6379"))
        .hasSameHashCodeAs(RedisUri.parse("redis://h:6379"))
        .isNotEqualTo(RedisUri.parse("redis://h:6380"))
        .isNotEqualTo(RedisUri.EMBEDDED);
    assertThat(RedisUri.EMBEDDED).isNotEqualTo(RedisUri.parse("redis://h"));
  }

  @Test
  void anEmbeddedRedisIsReportedByThatWord() {
    Sources sources = Sources.only(Map.of("redis.uri", "embedded"), Deployment.SERVER);
    assertThat(Settings.load(sources).report())
        .containsExactly("redis.uri = embedded (command line --redis.uri)");
  }
}
