package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of {@code src/test/wordpress}, inside a WordPress with the packed plugin. */
class PhpUnitIT {
  private static final Path CONFIGURATION = Path.of("src", "test", "wordpress", "phpunit.xml");

  @ParameterizedTest
  @EnumSource
  void thePluginsOwnTestsPass(WordPressRelease release) {
    try (WordPressSite site = WordPressSite.create(release)) {
      assertThat(site.evaluate("return get_bloginfo( 'version' );"))
          .startsWith(release == WordPressRelease.OLDEST ? "\"6.4." : "\"7.");
      site.install(Stage.PLUGIN);
      List<String> printed =
          site.run("phpunit", "--configuration", CONFIGURATION.toAbsolutePath().toString());
      assertThat(printed).anyMatch(line -> line.startsWith("OK ("));
      assertThat(site.debugLog()).as("debug.log").isEmpty();
    }
  }
}
