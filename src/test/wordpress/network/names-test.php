<?php
/** The sites of a network share a server: none takes another's posts. */
class Onlookers_Network_Names_Test extends Onlookers_Test_Case {
	public function test_a_sites_administrator_does_not_call_its_posts_by_another_sites_names() {
		$this->log_in( 'administrator' );
		update_option( 'onlookers', onlookers_sanitize( array( 'site_name' => '2', 'threshold' => '3' ) ) );
		$this->assertSame( 3, onlookers_setting( 'threshold' ) );
		$this->assertSame( '1-13', onlookers_post_name( 13 ) );
		$this->assertArrayNotHasKey( 'onlookers-site_name', $this->fields() );
	}

	public function test_the_networks_administrators_name_a_site() {
		grant_super_admin( $this->log_in( 'administrator' ) );
		update_option( 'onlookers', onlookers_sanitize( array( 'site_name' => 'shop' ) ) );
		$this->assertSame( 'shop-13', onlookers_post_name( 13 ) );
		$this->assertArrayHasKey( 'onlookers-site_name', $this->fields() );
	}

	public function test_the_networks_administrators_are_told_when_a_site_needs_a_name() {
		grant_super_admin( $this->log_in( 'administrator' ) );
		$hint = $this->hint();
		$this->assertStringContainsString( 'Not needed to tell this network’s sites apart', $hint );
		$this->assertStringContainsString( '1-13', $hint );
		$this->assertStringNotContainsString( 'since each has a post 13', $hint );
	}

	/** What stands below the name, as it is read. */
	private function hint() {
		ob_start();
		onlookers_print_site_name_field();
		return wp_strip_all_tags( ob_get_clean() );
	}

	/** Those of the settings' page about the server. */
	private function fields() {
		global $wp_settings_fields;
		$wp_settings_fields = array();
		onlookers_load_settings_page();
		return $wp_settings_fields['onlookers']['onlookers-server'];
	}
}
