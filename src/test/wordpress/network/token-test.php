<?php
/** A token in wp-config.php is the network's. The last test of the network: nobody can take a constant away. */
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

	private function field() {
		ob_start();
		onlookers_print_token_field();
		return ob_get_clean();
	}
}
