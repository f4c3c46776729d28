<?php
/** What the plugin leaves when it is deleted. */
class Onlookers_Uninstall_Test extends Onlookers_Test_Case {
	private function uninstall() {
		if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
			define( 'WP_UNINSTALL_PLUGIN', 'onlookers/onlookers.php' );
		}
		if ( function_exists( 'onlookers_uninstall' ) ) {
			onlookers_uninstall();
		} else {
			require dirname( ONLOOKERS_FILE ) . '/uninstall.php';
		}
	}

	public function test_views_that_stay_are_known_as_its_own_when_the_plugin_comes_back() {
		$ours = $this->publish();
		onlookers_write_views( $ours, 500 );
		$both = $this->publish();
		update_post_meta( $both, 'views', 50 );
		onlookers_write_views( $both, 60 );
		$this->uninstall();
		$this->assertSame( '500', get_post_meta( $ours, 'views', true ) );
		onlookers_begin();
		$this->assertSame( 500, onlookers_own_views( $ours ) );
		onlookers_write_views( $ours, 501 );
		$this->assertSame( array( '0' ), get_post_meta( $ours, ONLOOKERS_BASE_META_KEY ) );
		$this->assertSame( array( $both => 50 ), onlookers_read_postviews( 0 ) );
	}

	public function test_views_that_are_to_go_leave_no_note() {
		$ours = $this->publish();
		onlookers_write_views( $ours, 500 );
		update_option( 'onlookers', array( 'remove_views' => true ) );
		$this->uninstall();
		$this->assertSame( array(), array_intersect( onlookers_own_keys(), array_keys( get_post_meta( $ours ) ) ) );
	}

	public function test_nothing_of_ours_stays_among_the_options() {
		global $wpdb;
		$this->set( 'token', 'tok' );
		update_option( 'onlookers_deleted', array( '7' ), false );
		wp_delete_post( $this->publish(), true );
		onlookers_begin();
		onlookers_known_posts();
		$this->uninstall();
		$this->assertSame( array(), $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%onlookers%'" ) );
	}
}
