package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.Http;
import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ground that the other tests stand on. */
class SiteIT {
  @ParameterizedTest
  @EnumSource
  void aNewSiteShowsItsFirstPostAndComplainsOfNothing(WordPressRelease release) {
    try (WordPressSite site = WordPressSite.create(release)) {
      assertThat(site.evaluate("return get_bloginfo( 'version' );"))
          .startsWith(release == WordPressRelease.OLDEST ? "\"6.4." : "\"7.");
      assertThat(Http.body(site.page(""))).contains("Hello world!");
      assertThat(site.debugLog()).isEmpty();
    }
  }
}
