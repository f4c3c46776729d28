package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import onlookers.config.RedisUri.Address;
import onlookers.config.RedisUri.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis://localhost SINGLE redis://localhost:6379",
        "redis://10.0.0.1:7000/3 SINGLE redis://10.0.0.1:7000/3",
        "redis://[::1]:7000/ SINGLE redis://[::1]:7000",
        "redis://[::1] SINGLE redis://[::1]:6379",
        "redis://[fe80::1%eth0] SINGLE redis://[fe80::1%eth0]:6379",
        "redis://[fe80::1%25eth0] SINGLE redis://[fe80::1%eth0]:6379",
        "rediss://u:p%40ss@h/15 SINGLE rediss://***@h:6379/15",
        "redis://:p@h:1 SINGLE redis://***@h:1",
        "redis://:@h:1/0 SINGLE redis://h:1",
        "redis://h: SINGLE redis://h:6379",
        "redis://h:65535/65535 SINGLE redis://h:65535/65535",
        "redis://my_redis:6379 SINGLE redis://my_redis:6379",
        "redis://tasks.my_redis SINGLE redis://tasks.my_redis:6379",
        "redis+sentinel://s/main SENTINEL redis+sentinel://s:26379/main",
        "redis+sentinel://s_1,[::1],s3:1/my-main.1/ SENTINEL"
            + " redis+sentinel://s_1:26379,[::1]:26379,s3:1/my-main.1",
        "rediss+sentinel://u:p@s:2,s:2/main/7 SENTINEL rediss+sentinel://***@s:2/main/7",
        "redis+cluster://h1,h2:7,[::1]:8 CLUSTER redis+cluster://h1:6379,h2:7,[::1]:8",
        "rediss+cluster://:p,q@h1:1/ CLUSTER rediss+cluster://***@h1:1"
      })
  void anAddressHasAlwaysPortsAndShowsNeverAPassword(String given, Mode mode, String shown) {
    RedisUri redis = RedisUri.parse(given);
    assertThat(redis).hasToString(shown);
    assertThat(redis.mode()).isEqualTo(mode);
    assertThat(redis.tls()).isEqualTo(given.startsWith("rediss"));
    assertThat(redis.embedded()).isFalse();
  }

  @Test
  void everyPartOfAnAddressIsDescribed() {
    RedisUri one = RedisUri.parse("rediss://u%3A1:p%40s:%2Fs%C3%A9+é@my_redis/15");
    assertThat(one.user()).contains("u:1");
    assertThat(one.password()).map(Secret::reveal).contains("p@s:/sé+é");
    assertThat(one.addresses()).containsExactly(new Address("my_redis", 6379));
    assertThat(one.database()).isEqualTo(15);

    RedisUri group = RedisUri.parse("redis+sentinel://:secret@s1,[2001:db8::1]:7/main/3");
    assertThat(group.user()).isEmpty();
    assertThat(group.password()).contains(new Secret("secret"));
    assertThat(group.addresses())
        .containsExactly(new Address("s1", 26379), new Address("2001:db8::1", 7));
    assertThat(group.masterName()).isEqualTo("main");
    assertThat(group.database()).isEqualTo(3);

    RedisUri cluster = RedisUri.parse("redis+cluster://h1:1,h2:2");
    assertThat(cluster.user()).isEmpty();
    assertThat(cluster.password()).isEmpty();
    assertThat(cluster.addresses()).containsExactly(new Address("h1", 1), new Address("h2", 2));
    assertThat(cluster.database()).isZero();
    assertThatThrownBy(cluster::masterName).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEmbeddedRedisHasNoAddress() {
    RedisUri embedded = RedisUri.parse("embedded");
    assertThat(embedded).hasToString("embedded").isEqualTo(RedisUri.EMBEDDED);
    assertThat(embedded.embedded()).isTrue();
    assertThat(embedded.mode()).isEqualTo(Mode.SINGLE);
    assertThat(embedded).hasSameHashCodeAs(RedisUri.EMBEDDED);
    assertThat(embedded.hashCode()).isNotEqualTo(RedisUri.parse("redis://h").hashCode());
    assertThatThrownBy(embedded::addresses).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://|a host name of letters",
        "redis://:secret|a host name of letters",
        "redis://secret@|user:password@ or :password@",
        "redis://secret@h|user:password@ or :password@",
        "redis://secret:@h|user:password@ or :password@",
        "redis://h:0|a port from 1 to 65535, in redis://[user:password@]host[:port][/database]",
        "redis://h:65536|a port from 1 to 65535",
        "redis://h:700000|a port from 1 to 65535",
        "redis://h:1:2|a port from 1 to 65535",
        "redis://h:x|a port from 1 to 65535",
        "redis://[::1]1|a host name of letters",
        "redis://[::1|a host name of letters",
        "redis://::1:6379|a host name of letters",
        "redis://[::g]|a host name of letters",
        "redis://[1:2]|a host name of letters",
        "redis://[1.2.3.4]|an IPv6 address in brackets",
        "redis://h/65536|a database from 0 to 65535 at the end",
        "redis://h/x|a database from 0 to 65535 at the end",
        "redis://h/700000|a database from 0 to 65535 at the end",
        "redis://h/1/2|a database from 0 to 65535 at the end",
        "redis://h/1?password=secret|a database from 0 to 65535 at the end",
        "redis://h?password=secret|a host name of letters",
        "redis://h#secret|a host name of letters",
        "redis://h 1|a host name of letters",
        "redis://hé|a host name of letters",
        "redis://h1:1,h2:2|one host; where there are several, it is redis+sentinel://",
        "redis://:se#cret@h|every special character is percent-encoded",
        "redis://:sec/ret@h|every special character is percent-encoded",
        "redis://:sec@ret@h|every special character is percent-encoded",
        "redis://:sec ret@h|every special character is percent-encoded",
        "redis://:sec%ret@h|every special character is percent-encoded",
        "redis://:sec%2@h|every special character is percent-encoded",
        "redis://:sec%FFret@h|UTF-8 once they are percent-decoded",
        "rediss://h:0|, in rediss://[user:password@]host[:port][/database]",
        "redis+sentinel://h1,h2:0/m|a port from 1 to 65535, at host 2 of 2, in redis+sentinel://[",
        "redis+sentinel://h1,,h3/m|in brackets, at host 2 of 3, in redis+sentinel://[",
        "redis+sentinel://h1,h2|the name by which the sentinels know the master",
        "redis+sentinel://h1,h2/|the name by which the sentinels know the master",
        "redis+sentinel://h1//1|the name by which the sentinels know the master",
        "redis+sentinel://h1/a%20b|the name by which the sentinels know the master",
        "redis+sentinel://h1/m/x|a database from 0 to 65535 at the end, in redis+sentinel://[",
        "redis+sentinel://h1/m/1/2|a database from 0 to 65535 at the end",
        "redis+cluster://h1, h2|in brackets, at host 2 of 2, in redis+cluster://[",
        "redis+cluster://h1,|in brackets, at host 2 of 2",
        "redis+cluster://h1/0|no database and no path after the hosts: a Cluster has but",
        "rediss+cluster://h1/main|, in rediss+cluster://[user:password@]host[:port]"
      })
  void theWrongPartIsNamedWithWhatWouldBeRight(String wrong, String right) {
    assertRefused(wrong, right);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "secret@h",
        "localhost:6379",
        "http://h",
        "REDIS://h",
        "redis:h",
        "redis+other://h",
        "redis-sentinel://h",
        "embedded "
      })
  void whatIsNoAddressIsRefusedWithAllForms(String wrong) {
    assertRefused(
        wrong, "right is 'embedded' or redis://[user:password@]host[:port][/database] or");
    assertRefused(wrong, "redis+sentinel://[user:password@]host[:port][,host[:port]...]/master[");
    assertRefused(wrong, "redis+cluster://[user:password@]host[:port][,host[:port]...], with");
  }

  private static void assertRefused(String wrong, String right) {
    assertThatThrownBy(() -> load(wrong))
        .isInstanceOf(SettingException.class)
        .hasNoCause()
        .hasMessageContaining(right)
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("cret@")
        .hasMessageNotContaining("ret@h");
  }

  @Test
  void aPasswordHasAtMost1024Characters() {
    assertThat(RedisUri.parse("redis://:" + "%61".repeat(1024) + "@h").password()).isPresent();
    assertRefused("redis://:" + "p".repeat(1025) + "@h", "the password of 1 to 1024 characters");
  }

  @Test
  void anAddressAsLongAsAFileMayBeIsRefusedAndNotStumbledOver() {
    assertRefused("redis+cluster://h" + ",h".repeat(30_000) + ":x", "at host 30001 of 30001");
    assertRefused("redis://:" + "%41".repeat(20_000) + "@h", "the password of 1 to 1024");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://user:12/S3cr3t@host|redis://***@host",
        "redis://user:/S3cr3t@host:1/2|redis://***@host:1/2",
        "redis://:12/S3cr3t@host/x|redis://***@host/…",
        "redis://:12/S3cr3t|redis://:…/…",
        "redis://user:12/S3cr3t|redis://user:…/…",
        "redis://localhost:S3cr3t|redis://localhost:…",
        "redis://:S3cr3t@localhost:x|redis://***@localhost:…",
        "redis://S3cr3t!|redis://…",
        "redis://user:12?S3cr3t@host|redis://***@host",
        "redis://user:12#S3cr3t@host|redis://***@host",
        "redis://:a@b/S3cr3t@host|redis://***@host",
        "redis://:a@S3cr3t?@[::1]:x|redis://***@[::1]:…",
        "rediss://:S3 cr3t@[::1]:70000|rediss://***@[::1]:70000",
        "redis://host?S3cr3t=@b|redis://***@b",
        "redis://host/S3cr3t|redis://host/…",
        "redis+sentinel://:1/S3cr3t@h:26379/main|redis+sentinel://***@h:26379/main",
        "redis+sentinel://:1,S3cr3t@h,h2/main/x|redis+sentinel://***@h,h2/…",
        "redis+sentinel://user:0/S3cr3t|redis+sentinel://user:…/…",
        "redis+sentinel://h1,h2:0/1|redis+sentinel://h1,h2:0/1",
        "redis+cluster://:1/S3cr3t@h1:7000,h2|redis+cluster://***@h1:7000,h2",
        "redis+cluster://:1/S3cr3t|redis+cluster://:…/…",
        "redis+cluster://user:1/S3cr3t|redis+cluster://user:…/…",
        "S3cr3t@host|…",
        "redis:S3cr3t@host|…",
        "//:S3cr3t@host|…"
      })
  void whatStandsBeforeTheLastAtIsNeverShown(String wrong, String shown) {
    assertThatThrownBy(() -> load(wrong))
        .hasMessageStartingWith("redis.uri (command line --redis.uri) is \"" + shown + "\";")
        .hasMessageNotContaining("S3cr3t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "embedded embedded",
        "redis+sentinel://h1,h2:2/main redis+sentinel://h1,h2:2/main",
        "redis+sentinel://:pw@h1/main/1 redis+sentinel://***@h1/main/1",
        "rediss+cluster://u:pw@h_1,h2 rediss+cluster://***@h_1,h2"
      })
  void theReportShowsWhatWasGivenWithoutThePassword(String given, String shown) {
    Sources sources = Sources.only(Map.of("redis.uri", given), Deployment.SERVER);
    assertThat(SettingsLoader.load(sources).report())
        .containsExactly("redis.uri = " + shown + " (command line --redis.uri)");
  }

  private static Settings load(String uri) {
    return SettingsLoader.load(Sources.only(Map.of("redis.uri", uri), Deployment.SERVER))
        .settings();
  }

  @Test
  void equalAddressesAreEqualWhetherTheirPortIsGivenOrNot() {
    RedisUri uri = RedisUri.parse("redis://u:p@h");
    assertThat(uri)
        .isEqualTo(RedisUri.parse("redis://u:p@h:6379"))
        .hasSameHashCodeAs(RedisUri.parse("redis://u:p@h:6379"))
        .isNotEqualTo(RedisUri.parse("redis://u:p@h:6380"))
        .isNotEqualTo(RedisUri.parse("rediss://u:p@h"))
        .isNotEqualTo(RedisUri.parse("redis+cluster://u:p@h"))
        .isNotEqualTo(RedisUri.parse("redis://u:q@h"))
        .isNotEqualTo(RedisUri.parse("redis://v:p@h"))
        .isNotEqualTo(RedisUri.EMBEDDED)
        .isNotEqualTo(Optional.empty());
    assertThat(RedisUri.EMBEDDED).isNotEqualTo(uri);
  }
}
