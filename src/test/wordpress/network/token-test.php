<?php
/** A token or an address in wp-config.php is the network's. The last tests of the network: nobody can take a constant away. */
class Onlookers_Token_Test extends Onlookers_Test_Case {
	public function test_the_networks_token_goes_to_no_address_that_a_site_has_set() {
		define( 'ONLOOKERS_TOKEN', 'the-networks' );
		grant_super_admin( $this->log_in( 'administrator' ) );
		update_option( 'onlookers', array() );
		update_option( 'onlookers', onlookers_sanitize( array( 'server' => 'https://live.example.org' ) ) );
		$this->assertSame( 'the-networks', onlookers_admin_token() );
		$this->assertStringContainsString( 'ONLOOKERS_TOKEN', $this->field() );
		$this->log_in( 'administrator' );
		update_option( 'onlookers', onlookers_sanitize( array( 'server' => 'https://evil.example.org' ) ) );
		$this->assertSame( '', onlookers_admin_token() );
		$this->assertStringContainsString( 'name="onlookers[token]"', $this->field(), 'the site may have one of its own' );
		update_option( 'onlookers', onlookers_sanitize( array( 'token' => 'the-sites' ) ) );
		$this->assertSame( 'the-sites', onlookers_admin_token() );
	}

	public function test_the_button_tries_the_networks_token_where_it_will_be_sent_once_saved() {
		grant_super_admin( $this->log_in( 'administrator' ) );
		$this->assertSame( 'Bearer the-networks', $this->tried( array( 'server' => 'http://10.0.0.2:3000' ) ), 'they vouch for it' );
		update_option( 'onlookers', onlookers_sanitize( array( 'server_internal' => 'http://10.0.0.1:3000' ) ) );
		$this->log_in( 'administrator' );
		update_option( 'onlookers', onlookers_sanitize( array( 'server' => 'http://93.184.216.34' ) ) );
		grant_super_admin( $this->log_in( 'administrator' ) );
		$this->assertNull( $this->tried( array( 'server' => 'http://93.184.216.34', 'server_internal' => '' ) ), 'nobody does' );
	}

	public function test_an_address_in_wp_config_is_not_saved_over_the_one_that_is_set() {
		grant_super_admin( $this->log_in( 'administrator' ) );
		update_option( 'onlookers', onlookers_sanitize( array( 'server' => 'https://live.example.org', 'server_internal' => 'http://10.0.0.1' ) ) );
		define( 'ONLOOKERS_SERVER', 'https://staging.example.org' );
		define( 'ONLOOKERS_SERVER_INTERNAL', 'http://10.0.0.2' );
		$shown = array( 'server' => 'https://staging.example.org', 'server_internal' => 'http://10.0.0.2' );
		update_option( 'onlookers', onlookers_sanitize( $shown ) );
		$this->assertSame( 'https://staging.example.org', onlookers_server() );
		$this->assertSame( array( 'https://live.example.org', 'http://10.0.0.1' ), array( onlookers_setting( 'server' ), onlookers_setting( 'server_internal' ) ) );
		$this->assertSame( 'Bearer the-networks', $this->tried( $shown ) );
	}

	/** The token that the button sends, if it does. */
	private function tried( $posted ) {
		$ready = static function () {
			return array( 'headers' => array(), 'body' => '{"ready":true}', 'response' => array( 'code' => 200, 'message' => '' ), 'cookies' => array(), 'filename' => null );
		};
		add_filter( 'pre_http_request', $ready, 20 );
		$this->requests = array();
		$_POST          = $posted;
		onlookers_test_form();
		$_POST = array();
		remove_filter( 'pre_http_request', $ready, 20 );
		$headers = array_column( array_column( $this->requests, 1 ), 'headers' );
		return end( $headers )['Authorization'] ?? null;
	}

	private function field() {
		ob_start();
		onlookers_print_token_field();
		return ob_get_clean();
	}
}
