<?php
/** Names and tickets. */
class Onlookers_Helper_Test extends Onlookers_Test_Case {
	public function test_a_post_is_known_to_the_server_by_its_number() {
		$this->assertSame( '13', onlookers_post_name( 13 ) );
		$this->assertSame( 13, onlookers_post_id( '13' ) );
	}

	public function test_names_of_other_sites_and_programs_are_no_posts_here() {
		foreach ( array( '2-13', '13a', '013', '-13', '0x0d', 'home', '' ) as $name ) {
			$this->assertSame( 0, onlookers_post_id( $name ), $name );
		}
	}

	public function test_a_ticket_is_what_the_contract_says() {
		$this->set( 'secret', 'a shared secret' );
		// printf 13 | openssl dgst -sha256 -hmac 'a shared secret' -binary | base64 | tr +/ -_ | cut -c1-22
		$this->assertSame( '4RntvASzM2rNNSy2FWfwAP', onlookers_ticket( '13' ) );
	}

	public function test_without_a_secret_there_is_no_ticket() {
		$this->assertSame( '', onlookers_ticket( '13' ) );
	}

	public function test_settings_that_nobody_has_saved_have_defaults() {
		delete_option( 'onlookers' );
		$this->assertSame( '', onlookers_server() );
		$this->assertSame( array( 'post' ), onlookers_setting( 'post_types' ) );
		$this->assertSame( 'others', onlookers_setting( 'count' ) );
		$this->assertFalse( onlookers_setting( 'count_editors' ) );
	}

	public function test_a_damaged_option_does_no_harm() {
		update_option( 'onlookers', 'no array' );
		$this->assertSame( '', onlookers_server() );
		update_option( 'onlookers', array( 'server' => array( 'x' ), 'post_types' => 'post', 'threshold' => 3 ) );
		$this->assertSame( '', onlookers_server() );
		$this->assertTrue( onlookers_is_counted_type( 'post' ) );
		$this->assertSame( 3, onlookers_setting( 'threshold' ) );
	}
}
