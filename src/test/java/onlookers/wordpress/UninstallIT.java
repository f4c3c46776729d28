package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.WordPressRelease;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of the plugin when its owner deletes it. */
class UninstallIT {
  /**
   * Looks into every row of every table. WordPress itself remembers which plugins were recently
   * switched off.
   */
  private static final String TRACES =
      """
      global $wpdb;
      $traces = array();
      foreach ( $wpdb->tables() as $table ) {
        foreach ( $wpdb->get_results( "SELECT * FROM $table", ARRAY_A ) as $row ) {
          if ( false !== stripos( wp_json_encode( $row ), 'onlookers' ) && 'recently_activated' !== ( $row['option_name'] ?? '' ) ) {
            $traces[] = $table . ': ' . wp_json_encode( $row );
          }
        }
      }
      return $traces;
      """;

  private static final String DELETE =
      """
      deactivate_plugins( 'onlookers/onlookers.php' );
      return delete_plugins( array( 'onlookers/onlookers.php' ) );
      """;

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftButWhatWasThereBefore(WordPressRelease release) {
    try (Stage stage = new Stage(release)) {
      int old = stage.publish("Counted before", "By another plugin.");
      int post = stage.publish("Counted by us", "Only.");
      stage.site().evaluate("update_post_meta( %d, 'views', 1 );".formatted(old));
      stage.read(old).shows("0 other");
      stage.read(old).shows("1 other");
      stage.read(post).shows("0 other");
      stage.open(stage.administrator(), stage.site().page("wp-admin/edit.php?orderby=onlookers"));
      stage.set("threshold", "3");
      stage.set("remove_views", "true");
      assertThat(stage.site().evaluate("return onlookers_write_back();")).isEqualTo("2");
      assertThat(stage.site().evaluate(TRACES)).isNotEqualTo("[]");
      stage.everybodyLeavesWithoutComplaint();

      assertThat(stage.site().evaluate(DELETE)).isEqualTo("true");
      assertThat(stage.site().evaluate(TRACES)).isEqualTo("[]");
      assertThat(
              stage
                  .site()
                  .evaluate("return metadata_exists( 'post', %d, 'views' );".formatted(post)))
          .isEqualTo("false");
      assertThat(stage.site().evaluate("return get_post_meta( %d, 'views', true );".formatted(old)))
          .isEqualTo("\"2\"");
      assertThat(stage.site().folder().resolve("wp-content/plugins/onlookers")).doesNotExist();
      assertThat(stage.site().debugLog()).isEmpty();
    }
  }
}
