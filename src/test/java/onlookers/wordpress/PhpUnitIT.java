package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import onlookers.fixture.MariaDb;
import onlookers.fixture.PhpVersion;
import onlookers.fixture.Programs;
import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;
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

  private static void assertPasses(
      WordPressSite site, WordPressRelease release, PhpVersion version) {
    assertThat(site.evaluate("return get_bloginfo( 'version' );"))
        .startsWith(release == WordPressRelease.OLDEST ? "\"6.4." : "\"7.");
    assertThat(site.evaluate("return PHP_VERSION;")).startsWith("\"" + version.number());
    site.install(Stage.PLUGIN);
    List<String> printed =
        site.run("php", Programs.phpUnit().toString(), "--configuration", CONFIGURATION.toString());
    assertThat(printed).anyMatch(line -> line.startsWith("OK ("));
  }

  /** A PHP that is newer than a WordPress, or than PHPUnit, complains of those, too. */
  private static List<String> complaintsOfOurs(WordPressSite site) {
    return site.debugLog().lines().filter(line -> line.contains("plugins/onlookers")).toList();
  }
}
