package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.fixture.MariaDb;
import onlookers.fixture.PhpVersion;
import onlookers.fixture.Programs;
import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tests of {@code src/test/wordpress}, inside a WordPress with the packed plugin: on the
 * machine's PHP, on the newest one, and on the oldest one with MariaDB.
 */
class PhpUnitIT {
  private static final Path CONFIGURATION =
      Path.of("src", "test", "wordpress", "phpunit.xml").toAbsolutePath();

  @ParameterizedTest
  @EnumSource
  void thePluginsOwnTestsPass(WordPressRelease release) {
    try (WordPressSite site = WordPressSite.create(release)) {
      assertPasses(site, release, PhpVersion.MACHINE);
      assertThat(site.debugLog()).as("debug.log").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theyPassOnTheNewestPhp(WordPressRelease release) {
    try (WordPressSite site = WordPressSite.create(release, PhpVersion.NEWEST)) {
      assertPasses(site, release, PhpVersion.NEWEST);
      assertThat(complaintsOfOurs(site)).as("debug.log").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theyPassOnTheOldestPhpWithMariaDb(WordPressRelease release) {
    try (MariaDb database = MariaDb.start();
        WordPressSite site = WordPressSite.create(release, PhpVersion.OLDEST, database)) {
      assertThat(site.evaluate("return $GLOBALS['wpdb']->db_server_info();")).contains("MariaDB");
      assertPasses(site, release, PhpVersion.OLDEST);
      assertThat(complaintsOfOurs(site)).as("debug.log").isEmpty();
    }
  }

  @Test
  void theOldestPhpIsTheOneThatThePluginSaysItNeeds() {
    assertThat(needed("Requires PHP")).isEqualTo(PhpVersion.OLDEST.number());
  }

  /** What the plugin says of itself, to WordPress and in its directory. */
  private static String needed(String what) {
    String toWordPress = said("onlookers.php", what);
    assertThat(said("readme.txt", what)).isEqualTo(toWordPress);
    return toWordPress;
  }

  private static String said(String file, String what) {
    try {
      String text = Files.readString(Path.of("src", "main", "wordpress", "onlookers", file));
      Matcher line = Pattern.compile("(?m)^(?: \\* )?" + what + ": +(\\S+)$").matcher(text);
      assertThat(line.find()).as(what + " in " + file).isTrue();
      return line.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertPasses(
      WordPressSite site, WordPressRelease release, PhpVersion version) {
    assertThat(site.evaluate("return get_bloginfo( 'version' );"))
        .startsWith(
            "\"" + (release == WordPressRelease.OLDEST ? needed("Requires at least") : "7") + ".");
    assertThat(site.evaluate("return PHP_VERSION;")).startsWith("\"" + version.number());
    site.install(Stage.PLUGIN);
    assertPasses(site, "plugin");
  }

  /** Runs the tests of a suite of phpunit.xml. */
  static void assertPasses(WordPressSite site, String suite) {
    String phpUnit = Programs.phpUnit().toString();
    List<String> printed =
        site.run("php", phpUnit, "--configuration", CONFIGURATION.toString(), "--testsuite", suite);
    assertThat(printed).anyMatch(line -> line.startsWith("OK ("));
  }

  /** A PHP that is newer than a WordPress, or than PHPUnit, complains of those, too. */
  private static List<String> complaintsOfOurs(WordPressSite site) {
    return site.debugLog().lines().filter(line -> line.contains("plugins/onlookers")).toList();
  }
}
