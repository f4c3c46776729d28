package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String SECRET = "correct horse battery";

  @TempDir private Path folder;

  @Test
  void whatIsNotGivenIsAtItsDefault() {
    Settings.Loaded loaded = load(Map.of());
    Settings settings = loaded.settings();
    assertThat(settings.httpPort()).isEqualTo(3000);
    assertThat(settings.httpAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.redisUri()).hasToString("redis://localhost:6379");
    assertThat(settings.nodeId()).matches("[A-Za-z0-9_-]{7,48}");
    assertThat(settings.redisPrefix()).isEmpty();
    assertThat(settings.sessionTtl()).isEqualTo(Duration.ofMinutes(11));
    assertThat(settings.sessionGrace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.nodeLease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.sweepInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.origins()).isEqualTo(Origins.parse("same-host"));
    assertThat(settings.ticketSecret()).isEmpty();
    assertThat(settings.adminToken()).isEmpty();
    assertThat(settings.trustedProxies()).isEqualTo(Networks.parse("loopback"));
    assertThat(settings.limitSessions()).isZero();
    assertThat(settings.limitSessionsPerAddress()).isEqualTo(1000);
    assertThat(settings.limitMessages()).isEqualTo(60);
    assertThat(settings.limitWatched()).isEqualTo(100);
    assertThat(settings.socketioPingInterval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(settings.socketioPingTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.socketioMaxPayload()).isEqualTo(100_000);
    assertThat(settings.viewsWindow()).isEqualTo(Duration.ZERO);
    assertThat(loaded.report()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void theExecutableBringsItsOwnRedis() {
    Sources none = Sources.only(Map.of(), Deployment.EXECUTABLE);
    assertThat(SettingsLoader.load(none).settings().redisUri().embedded()).isTrue();
  }

  @Test
  void theFirstPlaceThatGivesAValueWins() {
    Map<String, String> commandLine = new HashMap<>(Map.of("session.ttl", "1"));
    Map<String, String> properties = new HashMap<>(Map.of("onlookers.session.ttl", "2"));
    Map<String, String> environment = new HashMap<>(Map.of("ONLOOKERS_SESSION_TTL", "3"));
    Map<String, String> jndi = Map.of("onlookers.session.ttl", "4");
    String[] won = {
      "session.ttl = 1 (command line --session.ttl)",
      "session.ttl = 2 (system property onlookers.session.ttl)",
      "session.ttl = 3 (environment variable ONLOOKERS_SESSION_TTL)",
      "session.ttl = 4 (JNDI entry java:comp/env/onlookers.session.ttl)"
    };
    for (int i = 0; i < won.length; i++) {
      Settings.Loaded loaded =
          SettingsLoader.load(
              new Sources(commandLine, properties, environment, jndi, Deployment.SERVER));
      assertThat(loaded.settings().sessionTtl()).isEqualTo(Duration.ofSeconds(i + 1));
      assertThat(loaded.report()).containsExactly(won[i]);
      (i == 0 ? commandLine : i == 1 ? properties : environment).clear();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, 0, 65535",
    "http.header.size, 4096, 1048576",
    "session.ttl, 1, 604800",
    "session.grace, 0, 3600",
    "node.lease, 1, 600",
    "sweep.interval, 1, 86400",
    "limit.sessions, 0, 10000000",
    "limit.sessions.per.address, 0, 10000000",
    "limit.messages, 0, 10000000",
    "limit.watched, 0, 10000000",
    "socketio.ping.interval, 1, 3600",
    "socketio.ping.timeout, 1, 3600",
    "socketio.max.payload, 100, 10000000",
    "drain.seconds, 0, 3600",
    "views.window, 0, 31536000"
  })
  void aNumberIsTakenWithinItsRangeAndRefusedBesideIt(String name, int min, int max) {
    assertThat(load(Map.of(name, "" + min)).report()).hasSizeLessThan(2);
    assertThat(load(Map.of(name, "" + max)).report()).hasSize(1);
    for (String wrong :
        new String[] {"" + (min - 1), "" + (max + 1), "", "7.5", "9s", "+9", " 9"}) {
      assertThatThrownBy(() -> load(Map.of(name, wrong)))
          .isInstanceOf(SettingException.class)
          .hasMessageStartingWith(name + " (command line --" + name + ") is \"" + wrong + "\"; ")
          .hasMessageContaining("right is a whole number from " + min + " to " + max);
    }
  }

  @Test
  void theAddressOfAServiceThatKubernetesPutsThereIsNoSetting() {
    Map<String, String> environment =
        Map.of(
            "ONLOOKERS_HTTP_PORT", "tcp://10.96.0.12:80",
            "ONLOOKERS_HTTP_PORT_80_TCP", "tcp://10.96.0.12:80");
    Settings.Loaded loaded =
        SettingsLoader.load(
            new Sources(Map.of(), Map.of(), environment, Map.of(), Deployment.EXECUTABLE));
    assertThat(loaded.settings().httpPort()).isEqualTo(3000);
    assertThat(loaded.warnings())
        .anyMatch(
            line ->
                line.startsWith("environment variable ONLOOKERS_HTTP_PORT is passed over")
                    && line.contains("onlookers.http.port"));
    assertThatThrownBy(() -> load(Map.of("http.port", "tcp://10.96.0.12:80")))
        .isInstanceOf(SettingException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, 8081, the port",
    "http.port, 3000, the port",
    "http.address, ::1, the address",
    "http.header.size, 16384, the longest head of a request"
  })
  void whatOnlyTheExecutableListensToIsWarnedOfInAServer(String name, String text, String what) {
    String property = "onlookers." + name;
    String variable = "ONLOOKERS_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    String does =
        ") does nothing in a server, only in the executable WAR; right is "
            + what
            + " of the server's own connector";
    assertThat(given(Map.of(property, text), Map.of(), Map.of()).warnings())
        .containsExactly(name + " (system property " + property + does);
    assertThat(given(Map.of(), Map.of(variable, text), Map.of()).warnings())
        .containsExactly(name + " (environment variable " + variable + does);
    assertThat(given(Map.of(), Map.of(), Map.of(property, text)).warnings())
        .containsExactly(name + " (JNDI entry java:comp/env/" + property + does);
    Sources alone =
        new Sources(Map.of(), Map.of(), Map.of(variable, text), Map.of(), Deployment.EXECUTABLE);
    assertThat(SettingsLoader.load(alone).warnings()).isEmpty();
  }

  @Test
  void anAddressToListenOnMayHaveBrackets() {
    assertThat(load(Map.of("http.address", "[::1]")).settings().httpAddress()).isEqualTo("::1");
    assertThat(load(Map.of("http.address", "::1")).settings().httpAddress()).isEqualTo("::1");
    assertThatThrownBy(() -> load(Map.of("http.address", "[localhost]")))
        .hasMessageContaining("is \"[localhost]\"; right is an address or a host name");
  }

  @Test
  void aByteOrderMarkIsNoPartOfASecret(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "\uFEFFsesame\r\n");
    assertThat(load(Map.of("admin.token.file", file.toString())).settings().adminToken())
        .contains(new Secret("sesame"));
  }

  @Test
  void anEmptyAddressOfRedisIsShownAsEmpty() {
    assertThatThrownBy(() -> load(Map.of("redis.uri", "")))
        .hasMessageStartingWith(
            "redis.uri (command line --redis.uri) is \"\"; right is 'embedded'");
  }

  @Test
  void theUnitIsNamedWhereThereIsOne() {
    assertThatThrownBy(() -> load(Map.of("session.ttl", "0")))
        .hasMessage(
            "session.ttl (command line --session.ttl) is \"0\";"
                + " right is a whole number from 1 to 604800 seconds");
    assertThatThrownBy(() -> load(Map.of("socketio.max.payload", "1")))
        .hasMessageEndingWith("10000000 bytes");
    assertThatThrownBy(() -> load(Map.of("limit.watched", "x")))
        .hasMessageEndingWith("(0 = no limit)");
  }

  @Test
  void aNumberTooLongForAnyTypeIsRefusedLikeAnyOther() {
    assertThatThrownBy(() -> load(Map.of("limit.sessions", "9".repeat(400))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("9…\"; right is a whole number");
  }

  @ParameterizedTest
  @CsvSource({
    "node.id, a.b, 1 to 48 characters",
    "node.id, '', 1 to 48 characters",
    "node.id, aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeee, 1 to 48 characters",
    "redis.prefix, a b, without space",
    "redis.prefix, 'a\"b', without space",
    "redis.prefix, a\\b, without space",
    "redis.prefix, ä, without space",
    "http.address, '', an address or a host name",
    "http.address, a/b, an address or a host name",
    "origins, 'same-host,', 'and \"\" is none'",
    "origins, null, 'and \"null\" is none'",
    "trusted.proxies, proxy.example.org, 'and \"proxy.example.org\" is none'"
  })
  void aTextOfAnotherFormIsRefused(String name, String wrong, String right) {
    assertThatThrownBy(() -> load(Map.of(name, wrong)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(name + " (")
        .hasMessageContaining(right);
  }

  @Test
  void allThatIsNotRightIsNamedAtOnce() {
    Map<String, String> given =
        Map.of(
            "session.ttl", "abc",
            "redis.uri", "redis://:pw@nohost.invalid:99999",
            "ticket.secrets", "a");
    assertThatThrownBy(() -> load(given))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("command line \"--ticket.secrets\" is no setting")
        .hasMessageContaining("; also session.ttl (command line --session.ttl) is \"abc\"")
        .hasMessageContaining("is \"redis://***@nohost.invalid:99999\"; right is a port from 1 to")
        .hasMessageNotContaining("pw");
  }

  @Test
  void aRefusalIsOneLineWhateverWasGiven() {
    assertThatThrownBy(() -> load(Map.of("node.id", "a\nb\u001b[31m")))
        .hasMessageContaining("is \"a\\u000ab\\u001b[31m\";")
        .hasMessageNotContaining("\n");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() -> load(Map.of("sesion.ttl", SECRET)))
        .hasMessage("command line \"--sesion.ttl\" is no setting; the nearest is --session.ttl");
    assertThatThrownBy(() -> given(Map.of("onlookers.port", "1"), Map.of(), Map.of()))
        .hasMessage(
            "system property \"onlookers.port\" is no setting; the nearest is onlookers.http.port");
    assertThatThrownBy(() -> given(Map.of(), Map.of(), Map.of("onlookers.orgins", "*")))
        .hasMessage(
            "JNDI entry \"java:comp/env/onlookers.orgins\" is no setting;"
                + " the nearest is java:comp/env/onlookers.origins");
  }

  @Test
  void anUnknownEnvironmentVariableOnlyWarns() {
    Settings.Loaded loaded =
        given(Map.of(), Map.of("ONLOOKERS_TICKET_SECRT", SECRET, "PATH", "/bin"), Map.of());
    assertThat(loaded.warnings())
        .containsExactly(
            "environment variable \"ONLOOKERS_TICKET_SECRT\" is no setting;"
                + " the nearest is ONLOOKERS_TICKET_SECRET");
  }

  @Test
  void namesOfOthersArePassedOver() {
    assertThat(given(Map.of("user.home", "x"), Map.of("HOME", "x"), Map.of("jdbc", "x")).report())
        .isEmpty();
  }

  @Test
  void aFileThatOnlySecretsMayHaveIsAnUnknownNameElsewhere() {
    assertThatThrownBy(() -> load(Map.of("origins.file", "x")))
        .hasMessageEndingWith("the nearest is --origins");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void aSecretMayStandInAFileWhereOneNewlineAtTheEndIsTrimmed(String end) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + end);
    Settings.Loaded loaded = load(Map.of("ticket.secret.file", file.toString()));
    assertThat(loaded.settings().ticketSecret()).contains(new Secret(SECRET));
    assertThat(loaded.report())
        .containsExactly("ticket.secret = *** (file by command line --ticket.secret.file)");
  }

  /** Such as a comment, a second secret, or an empty line: no client sends all of it. */
  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\r\n\r\n", "\nanother", "\nanother\n", "\ranother"})
  void aFileOfSeveralLinesIsRefused(String rest) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + rest);
    for (String setting : List.of("admin.token", "ticket.secret", "redis.uri")) {
      assertThatThrownBy(() -> load(Map.of(setting + ".file", file.toString())))
          .isInstanceOf(SettingException.class)
          .hasMessage(
              "%s (command line --%s.file): the file that it names has more than one line; right is"
                      .formatted(setting, setting)
                  + " a readable file that holds the value and nothing else");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "a\ttab", "nul\0", " first", "last ", "\u0085"})
  void aTokenThatNoRequestCanCarryIsRefused(String token) {
    assertThatThrownBy(() -> load(Map.of("admin.token", token)))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "admin.token (command line --admin.token) is \"***\"; right is 1 to 1024 characters,"
                + " none of them a control character, and no space at either end");
  }

  @Test
  void aTokenMayHoldAnythingElse() {
    assertThat(load(Map.of("admin.token", "a b:ü€\"")).settings().adminToken())
        .contains(new Secret("a b:ü€\""));
  }

  /** As by {@code ONLOOKERS_ADMIN_TOKEN: ${TOKEN:-}} of a file for containers. */
  @Test
  void anEnvironmentVariableThatIsEmptyCountsAsNotSet() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET);
    Settings.Loaded loaded =
        given(
            Map.of(),
            Map.of(
                "ONLOOKERS_NODE_LEASE",
                "",
                "ONLOOKERS_REDIS_URI",
                "",
                "ONLOOKERS_ADMIN_TOKEN",
                "",
                "ONLOOKERS_ADMIN_TOKEN_FILE",
                file.toString(),
                "ONLOOKERS_TICKET_SECRET_FILE",
                ""),
            Map.of("onlookers.node.lease", "7"));
    assertThat(loaded.settings().nodeLease()).isEqualTo(Duration.ofSeconds(7));
    assertThat(loaded.settings().redisUri()).isEqualTo(RedisUri.parse("redis://localhost:6379"));
    assertThat(loaded.settings().adminToken()).contains(new Secret(SECRET));
    assertThat(loaded.settings().ticketSecret()).isEmpty();
    assertThat(loaded.warnings())
        .containsExactly(
            "environment variables that are empty count as not set: ONLOOKERS_ADMIN_TOKEN,"
                + " ONLOOKERS_NODE_LEASE, ONLOOKERS_REDIS_URI, ONLOOKERS_TICKET_SECRET_FILE");
  }

  @Test
  void emptyElsewhereIsAValueLikeAnyOther() {
    assertThatThrownBy(() -> load(Map.of("admin.token", "")))
        .hasMessageContaining("is \"\"; right is 1 to 1024 characters");
    assertThatThrownBy(() -> given(Map.of("onlookers.node.lease", ""), Map.of(), Map.of()))
        .hasMessageContaining("onlookers.node.lease) is \"\"; right is a whole number");
  }

  @Test
  void theAddressOfRedisMayStandInAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("uri"), "rediss://u:" + "pw" + "@h:1/2\n");
    Settings.Loaded loaded =
        given(Map.of(), Map.of("ONLOOKERS_REDIS_URI_FILE", file.toString()), Map.of());
    assertThat(loaded.settings().redisUri()).isEqualTo(RedisUri.parse("rediss://u:pw@h:1/2"));
    assertThat(loaded.report())
        .containsExactly(
            "redis.uri = rediss://***@h:1/2"
                + " (file by environment variable ONLOOKERS_REDIS_URI_FILE)");
  }

  @Test
  void aFileThatGivesNoValueIsRefused() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 1});
    Path huge = Files.write(folder.resolve("huge"), new byte[70_000]);
    assertFileRefused(empty.toString(), "is empty");
    assertFileRefused(binary.toString(), "is not in UTF-8");
    assertFileRefused(huge.toString(), "has more than 65536 bytes");
    assertFileRefused(folder.toString(), "is a folder");
    assertFileRefused("/dev/null", "is no regular file");
    assertFileRefused(folder.resolve("missing").toString(), "does not exist");
    assertFileRefused(empty + "/below", "cannot be read (Not a directory)");
    assertFileRefused("", "cannot be read (its path is empty)");
    assertFileRefused("a\0b", "cannot be read (what is given is no path)");
    assertFileRefused(
        Files.write(folder.resolve("long"), new byte[65_537]).toString(), "has more than 65536");
    Path longest = Files.writeString(folder.resolve("longest"), "x".repeat(65_536));
    assertThatThrownBy(() -> load(Map.of("admin.token.file", longest.toString())))
        .hasMessageEndingWith("is \"***\"; right is 1 to 1024 characters");
  }

  private static void assertFileRefused(String path, String why) {
    assertThatThrownBy(() -> load(Map.of("admin.token.file", path)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(
            "admin.token (command line --admin.token.file): the file that it names " + why)
        .hasMessageEndingWith("; right is a readable file that holds the value and nothing else");
  }

  @Test
  void aSecretThatIsGivenInPlaceOfItsFileIsNotShown() {
    assertThatThrownBy(() -> load(Map.of("redis.uri.file", "redis://:" + SECRET + "@host")))
        .isInstanceOf(SettingException.class)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void theUserOfAnAddressThatIsRefusedIsNotShown() {
    String address = "https://somebody:" + SECRET + "@www.example.org/";
    assertThatThrownBy(() -> load(Map.of("origins", "same-host, " + address)))
        .hasMessageContaining("and \"https://***@www.example.org/\" is none")
        .hasMessageContaining("is \"same-host, https://***@www.example.org/\"")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> load(Map.of(address, "x"))).hasMessageNotContaining(SECRET);
  }

  @Test
  void aValueAndAFileInOnePlaceAreOneTooMany() {
    Map<String, String> both = Map.of("ticket.secret", SECRET, "ticket.secret.file", "/x");
    assertThatThrownBy(() -> load(both))
        .hasMessage(
            "ticket.secret is given twice: command line --ticket.secret and"
                + " command line --ticket.secret.file; right is one of them");
  }

  @Test
  void aFileNamedInAnEarlierPlaceWinsOverALaterValue() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET);
    Settings.Loaded loaded =
        given(
            Map.of("onlookers.ticket.secret.file", file.toString()),
            Map.of("ONLOOKERS_TICKET_SECRET", "another"),
            Map.of());
    assertThat(loaded.settings().ticketSecret()).contains(new Secret(SECRET));
  }

  @Test
  void anEmptySecretIsAMistakeAndNotTheLackOfOne() {
    assertThatThrownBy(() -> load(Map.of("ticket.secret", "")))
        .hasMessage(
            "ticket.secret (command line --ticket.secret) is \"\"; right is 1 to 1024 characters");
  }

  @Test
  void noSecretIsEverShown() {
    Map<String, String> secrets =
        Map.of(
            "ticket.secret", SECRET, "admin.token", SECRET, "redis.uri", "redis://u:hunter2@h:1");
    Settings.Loaded loaded = load(secrets);
    assertThat(loaded.toString()).doesNotContain(SECRET, "hunter2");
    assertThat(loaded.report()).hasSize(3);
    Throwable tooLong = catchThrowable(() -> load(Map.of("ticket.secret", SECRET.repeat(60))));
    assertThat(tooLong.getMessage()).contains("\"***\"").doesNotContain(SECRET);
    assertThat(tooLong).hasNoCause();
  }

  @Test
  void aValueThatEqualsTheDefaultIsNotReported() {
    assertThat(load(Map.of("session.ttl", "660", "redis.uri", "redis://localhost")).report())
        .isEmpty();
  }

  @Test
  void theSurroundingsAreReadAsTheyAre() {
    String name = "onlookers.redis.prefix";
    System.setProperty(name, "p:");
    try {
      Sources sources = Sources.of(Map.of("http.port", "0"), Deployment.SERVER);
      assertThat(SettingsLoader.load(sources).settings().redisPrefix()).isEqualTo("p:");
      assertThat(SettingsLoader.load(sources).settings().httpPort()).isZero();
    } finally {
      System.clearProperty(name);
    }
  }

  private static Settings.Loaded load(Map<String, String> values) {
    return SettingsLoader.load(Sources.only(values, Deployment.SERVER));
  }

  private static Settings.Loaded given(
      Map<String, String> properties, Map<String, String> environment, Map<String, String> jndi) {
    return SettingsLoader.load(
        new Sources(Map.of(), properties, environment, jndi, Deployment.SERVER));
  }
}
