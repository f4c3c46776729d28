package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sites of a network share one server, and both have a post 13. */
class NetworkIT {
  private static final String USE_BOTH =
      """
      foreach ( array( 1, 2 ) as $site ) {
        switch_to_blog( $site );
        update_option( 'onlookers', array( 'server' => 'http://127.0.0.1:9', 'remove_views' => 1 === $site ) );
        onlookers_write_views( wp_insert_post( array( 'post_title' => 'A post', 'post_status' => 'publish' ) ), 3 );
        restore_current_blog();
      }
      """;

  /**
   * The first site remembers that it was none of a network when it began to count; somebody has
   * copied that to the second.
   */
  private static final String BEGAN_ALONE =
      """
      foreach ( array( 1, 2 ) as $site ) {
        switch_to_blog( $site );
        update_option( 'onlookers_began', array( 'site' => 1, 'prefix' => '' ) );
        restore_current_blog();
      }
      """;

  private static final String DELETE =
      """
      deactivate_plugins( 'onlookers/onlookers.php', false, true );
      return delete_plugins( array( 'onlookers/onlookers.php' ) );
      """;

  private static final String LEFT =
      """
      global $wpdb;
      $left = array();
      foreach ( array( 1, 2 ) as $site ) {
        switch_to_blog( $site );
        $left[] = (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE '%onlookers%'" )
          + (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->postmeta WHERE meta_key IN ( 'views', '_onlookers_base' )" );
        restore_current_blog();
      }
      return $left;
      """;

  @ParameterizedTest
  @EnumSource
  void eachSiteHasItsOwnPostsAndAllAreCleanedWhenThePluginGoes(WordPressRelease release) {
    try (WordPressSite site = WordPressSite.create(release)) {
      site.becomeNetwork();
      site.install(Stage.PLUGIN);
      assertThat(names(site, 1)).isEqualTo("[\"1-13\",13,0,0]");
      assertThat(names(site, 2)).isEqualTo("[\"2-13\",0,13,0]");
      site.evaluate(BEGAN_ALONE);
      assertThat(names(site, 1)).isEqualTo("[\"13\",0,0,13]");
      assertThat(names(site, 2)).isEqualTo("[\"2-13\",0,13,0]");
      site.evaluate(USE_BOTH);
      assertThat(site.evaluate(LEFT)).isNotEqualTo("[0,0]");
      assertThat(site.evaluate(DELETE)).isEqualTo("true");
      assertThat(site.evaluate(LEFT))
          .as("the second site's owner has not said that its views are to go, nor whose they are")
          .isEqualTo("[0,2]");
      assertThat(site.debugLog())
          .doesNotContain("plugins/onlookers"); // WordPress' own code for networks is not clean
    }
  }

  @ParameterizedTest
  @EnumSource
  void phpAsksAddressesInsideForTheNetworksAdministratorsAlone(WordPressRelease release) {
    try (WordPressSite site = WordPressSite.create(release)) {
      site.becomeNetwork();
      site.install(Stage.PLUGIN);
      PhpUnitIT.assertPasses(site, "network");
      assertThat(site.debugLog()).doesNotContain("plugins/onlookers");
    }
  }

  /** How a site calls its post 13, and which of the server's names it takes for that. */
  private static String names(WordPressSite site, int blog) {
    return site.evaluate(
        """
        switch_to_blog( %d );
        return array( onlookers_post_name( 13 ), onlookers_post_id( '1-13' ), onlookers_post_id( '2-13' ), onlookers_post_id( '13' ) );
        """
            .formatted(blog));
  }
}
