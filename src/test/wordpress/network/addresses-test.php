<?php
/** On a network PHP asks an address inside only where the network's administrators have set it. */
class Onlookers_Addresses_Test extends Onlookers_Test_Case {
	const OUTSIDE = 'http://93.184.216.34';
	const INSIDE  = 'http://10.0.0.1:3000';

	protected function setUp(): void {
		parent::setUp();
		update_option( 'onlookers', array() );
		$GLOBALS['wp_settings_errors'] = array();
	}

	/** The administrator of one site. */
	private function as_sites_administrator() {
		$this->log_in( 'administrator' );
		$this->assertFalse( is_super_admin() );
	}

	private function as_networks_administrator() {
		grant_super_admin( $this->log_in( 'administrator' ) );
	}

	/** What a form of the settings saves. */
	private function save( $settings ) {
		update_option( 'onlookers', onlookers_sanitize( $settings ) );
	}

	/** The whole addresses that PHP has asked since the last look. */
	private function asked() {
		$asked          = array_column( $this->requests, 2 );
		$this->requests = array();
		return $asked;
	}

	/** What the button says. */
	private function tested( $posted ) {
		$_POST  = $posted;
		$result = onlookers_test_form();
		$_POST  = array();
		return $result;
	}

	/** Whoever is asked answers that it is ready, until the filter that is returned is removed. */
	private function all_are_ready() {
		$ready = static function () {
			return array( 'headers' => array(), 'body' => '{"ready":true}', 'response' => array( 'code' => 200, 'message' => '' ), 'cookies' => array(), 'filename' => null );
		};
		add_filter( 'pre_http_request', $ready, 20 );
		return $ready;
	}

	/** @dataProvider addresses_inside */
	public function test_what_a_sites_administrator_sets_is_not_asked_inside( $address ) {
		$this->as_sites_administrator();
		$this->save( array( 'server' => $address, 'token' => 'tok' ) );
		$this->assertSame( $address, onlookers_server(), 'browsers may reach it' );
		$answers = array( onlookers_read_top(), onlookers_read_counts( array( 1 ) ), onlookers_edit( 'DELETE', '', array( 'posts' => array( '1' ) ), 'tok' ) );
		foreach ( $answers as $answer ) {
			$this->assertWPError( $answer );
			$this->assertStringContainsString( 'ONLOOKERS_SERVER_INTERNAL', $answer->get_error_message() );
		}
		$this->assertStringContainsString( $address, onlookers_trouble() );
		$this->assertStringContainsString( 'public host', onlookers_trouble() );
		$this->assertSame( 'upgrade', onlookers_knock() );
		$this->assertSame( array(), $this->asked() );
	}

	public function addresses_inside() {
		return array(
			array( 'http://10.0.0.1' ),
			array( 'http://127.0.0.2/path' ),
			array( 'http://localhost' ),
			array( 'http://192.168.1.1' ),
			array( 'http://172.16.0.1' ),
			array( 'http://169.254.169.254/latest' ),
			array( 'http://[::1]' ),
			array( 'http://0.0.0.0' ),
			array( 'http://2130706433' ),
			array( 'http://93.184.216.34:22' ),
		);
	}

	public function test_what_a_sites_administrator_sets_is_asked_outside_and_nowhere_else() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::OUTSIDE ) );
		onlookers_read_top();
		list( , $arguments, $url ) = end( $this->requests );
		$this->assertStringStartsWith( self::OUTSIDE . '/api/top', $url );
		$this->assertTrue( $arguments['reject_unsafe_urls'] );
		$this->assertSame( 0, $arguments['redirection'] );
	}

	public function test_what_the_networks_administrators_set_may_be_inside() {
		$this->as_networks_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		onlookers_read_top();
		list( , $arguments, $url ) = end( $this->requests );
		$this->assertStringStartsWith( self::INSIDE, $url );
		$this->assertFalse( $arguments['reject_unsafe_urls'] );
		$this->asked();

		$this->as_sites_administrator();
		$this->save( array( 'threshold' => '2' ) );
		onlookers_read_top();
		$this->assertCount( 1, $this->asked(), 'as long as it is that address' );
		$this->save( array( 'server' => 'http://10.0.0.2:3000' ) );
		onlookers_read_top();
		$this->assertSame( array(), $this->asked() );
	}

	public function test_whoever_saves_something_else_does_not_vouch_for_an_address() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		$this->as_networks_administrator();
		$this->save( array( 'server' => self::INSIDE, 'threshold' => '2' ) );
		onlookers_read_top();
		$this->assertSame( array(), $this->asked() );
	}

	public function test_nobody_vouches_for_an_address_by_a_form_made_by_hand() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::INSIDE, 'server_trusted' => self::INSIDE, 'server_internal' => self::INSIDE ) );
		onlookers_read_top();
		$this->assertSame( array(), $this->asked() );
	}

	public function test_the_address_for_wordpress_may_be_inside() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::OUTSIDE ) );
		$this->as_networks_administrator();
		$this->save( array( 'server_internal' => self::INSIDE ) );
		onlookers_read_top();
		$this->assertStringStartsWith( self::INSIDE, $this->asked()[0] );
	}

	public function test_a_host_that_the_network_lets_through_is_asked() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => 'http://10.0.0.1' ) );
		add_filter( 'http_request_host_is_external', '__return_true' );
		onlookers_read_top();
		remove_filter( 'http_request_host_is_external', '__return_true' );
		$this->assertCount( 1, $this->asked() );
	}

	public function test_lists_of_posts_are_sorted_by_no_number_that_is_not_asked_for() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		$this->assertSame( array(), onlookers_sortable_columns( array() ) );
		$this->save( array( 'server' => self::OUTSIDE ) );
		$this->assertSame( array( 'onlookers', 'onlookers_views' ), array_keys( onlookers_sortable_columns( array() ) ) );
		$this->save( array( 'server' => self::INSIDE ) );
		$this->as_networks_administrator();
		$this->save( array( 'server_internal' => self::INSIDE ) );
		$this->assertSame( array( 'onlookers', 'onlookers_views' ), array_keys( onlookers_sortable_columns( array() ) ) );
	}

	public function test_the_button_asks_nobody_inside_for_a_sites_administrator() {
		$this->as_sites_administrator();
		$trouble = $this->tested( array( 'server' => self::INSIDE, 'server_internal' => self::INSIDE ) )['trouble'];
		$this->assertStringContainsString( self::INSIDE, $trouble );
		$this->assertStringContainsString( 'public host', $trouble );
		$this->assertSame( array(), $this->asked() );
		$this->tested( array( 'server' => self::OUTSIDE ) );
		$this->assertSame( array( self::OUTSIDE . '/health/ready' ), $this->asked() );
	}

	public function test_the_button_asks_a_readers_address_inside_for_nobody_but_the_networks_administrators() {
		$this->as_networks_administrator();
		$this->save( array( 'server_internal' => self::OUTSIDE ) );
		$this->as_sites_administrator();
		$this->assertSame( '', $this->tested( array( 'server' => self::INSIDE ) )['redirect'] );
		$this->assertSame( array( self::OUTSIDE . '/health/ready' ), $this->asked() );
		$this->as_networks_administrator();
		$this->tested( array( 'server' => self::INSIDE ) );
		$this->assertSame( array( self::INSIDE . '/health/ready' ), $this->asked() );
	}

	public function test_the_button_says_what_will_hold_also_to_the_networks_administrators() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		$this->as_networks_administrator();
		$trouble = $this->tested( array( 'server' => self::INSIDE ) )['trouble'];
		$this->assertStringContainsString( 'public host', $trouble, 'to save it again vouches for nothing' );
		$this->assertStringContainsString( '“Address for WordPress”', $trouble );
		$this->assertSame( array(), $this->asked() );
		$typed = array( 'server' => self::INSIDE, 'server_internal' => self::INSIDE );
		$this->tested( $typed );
		$this->assertSame( array( self::INSIDE . '/health/ready' ), $this->asked() );
		$this->save( $typed );
		$this->tested( array( 'server' => self::INSIDE, 'server_internal' => self::INSIDE ) );
		onlookers_read_top();
		$this->assertCount( 2, $this->asked(), 'as WordPress itself does' );
	}

	public function test_the_button_says_what_will_hold_once_the_address_for_wordpress_is_emptied() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		$this->as_networks_administrator();
		$this->save( array( 'server_internal' => self::INSIDE ) );
		$this->assertStringContainsString( 'public host', $this->tested( array( 'server' => self::INSIDE, 'server_internal' => '' ) )['trouble'] );
		$this->save( array( 'server' => self::INSIDE, 'server_internal' => '' ) );
		onlookers_read_top();
		$this->assertSame( array(), $this->asked() );
	}

	public function test_the_button_says_what_will_hold_once_another_address_is_vouched_for() {
		$this->as_networks_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		$typed = array( 'server' => 'http://10.0.0.2:3000' );
		$this->tested( $typed );
		$this->assertSame( array( 'http://10.0.0.2:3000/health/ready' ), $this->asked() );
		$this->save( $typed );
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::INSIDE ) );
		$this->as_networks_administrator();
		$this->assertStringContainsString( 'public host', $this->tested( array( 'server' => self::INSIDE ) )['trouble'], 'it was once' );
	}

	public function test_the_token_is_tried_no_farther_than_the_address() {
		$this->as_sites_administrator();
		$this->save( array( 'server' => self::OUTSIDE ) );
		$this->as_networks_administrator();
		$ready = $this->all_are_ready();
		$this->tested( array( 'server' => self::OUTSIDE, 'token' => 'typed' ) );
		remove_filter( 'pre_http_request', $ready, 20 );
		$this->assertSame( array( true, true ), array_column( array_column( $this->requests, 1 ), 'reject_unsafe_urls' ) );
	}

	public function test_a_token_that_is_saved_is_sent_to_no_other_address_for_a_sites_administrator() {
		$this->as_networks_administrator();
		$this->save( array( 'server' => self::OUTSIDE, 'token' => 'tok' ) );
		$this->as_sites_administrator();
		$ready = $this->all_are_ready();
		$this->tested( array( 'server' => 'http://93.184.216.35' ) );
		$this->assertSame( array( 'http://93.184.216.35/health/ready' ), $this->asked() );
		$this->tested( array( 'server' => self::OUTSIDE ) );
		$this->assertSame( array( self::OUTSIDE . '/health/ready', self::OUTSIDE . '/api/admin/views' ), $this->asked() );
		$this->tested( array( 'server' => 'http://93.184.216.35', 'token' => 'typed' ) );
		remove_filter( 'pre_http_request', $ready, 20 );
		$this->assertSame( 'Bearer typed', end( $this->requests )[1]['headers']['Authorization'] );
	}

	public function test_a_token_is_forgotten_where_a_sites_administrator_names_another_server() {
		$this->as_networks_administrator();
		$this->save( array( 'server' => self::OUTSIDE, 'token' => 'tok' ) );
		$this->as_sites_administrator();
		$this->save( array( 'threshold' => '2', 'server' => self::OUTSIDE, 'token' => '' ) );
		$this->assertSame( 'tok', onlookers_admin_token() );
		$this->save( array( 'server' => 'http://93.184.216.35', 'token' => '' ) );
		$this->assertSame( '', onlookers_admin_token() );
		$this->assertStringContainsString( 'token', get_settings_errors( 'onlookers' )[0]['message'] );
		$this->save( array( 'server' => self::OUTSIDE, 'token' => 'tok' ) );
		$this->assertSame( 'tok', onlookers_admin_token(), 'typed with the address' );
	}
}
