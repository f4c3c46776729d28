<?php
/** Two addresses, and what WordPress sees at its own. */
class Onlookers_Connection_Test extends Onlookers_Test_Case {
	const INTERNAL = 'http://127.0.0.7:7';

	private function tested( $server, $internal = '', $token = '' ) {
		return onlookers_test_addresses( $server, $internal, $token );
	}

	/** Answers a redirect, at whatever path. */
	private function redirects_to( $address, $path = '/health/ready' ) {
		$redirect = static function () use ( $address, $path ) {
			return array(
				'headers'  => array( 'location' => $address . $path ),
				'body'     => '',
				'response' => array( 'code' => 301, 'message' => '' ),
				'cookies'  => array(),
				'filename' => null,
			);
		};
		add_filter( 'pre_http_request', $redirect, 20 );
		return $redirect;
	}

	public function test_php_asks_at_its_own_address_and_pages_name_the_readers_one() {
		$this->set( 'server_internal', self::INTERNAL );
		onlookers_read_top();
		list( , , $url ) = end( $this->requests );
		$this->assertSame( self::INTERNAL . '/api/top?limit=1000', $url );
		ob_start();
		onlookers_print_client();
		$page = ob_get_clean();
		$this->assertStringContainsString( 'data-onlookers-server="' . self::SERVER . '"', $page );
		$this->assertStringNotContainsString( self::INTERNAL, $page );
	}

	public function test_without_an_address_of_its_own_php_takes_the_readers_one() {
		$this->assertSame( self::SERVER, onlookers_internal_server() );
		$this->set( 'server', '' );
		$this->set( 'server_internal', self::INTERNAL );
		$this->assertSame( '', onlookers_internal_server(), 'without a server there is none' );
	}

	public function test_the_knock_goes_to_phps_address_and_asks_for_the_readers_host() {
		$listener = stream_socket_server( 'tcp://127.0.0.1:0' );
		$this->set( 'server', 'https://live.example.org/counts' );
		$this->set( 'server_internal', 'http://' . stream_socket_get_name( $listener, false ) . '/inside' );
		$url    = wp_parse_url( onlookers_internal_server() );
		$socket = onlookers_open_socket( $url );
		stream_set_blocking( $socket, false );
		onlookers_ask_for_websocket( $socket, $url );
		$asked = fread( stream_socket_accept( $listener ), 8192 );
		$this->assertStringStartsWith( "GET /inside/presence HTTP/1.1\r\nHost: live.example.org\r\n", $asked );
	}

	public function test_each_side_that_fails_is_named() {
		$this->server_says( '/health/ready', array( 'ready' => true ) );
		$this->assertSame( '', $this->tested( self::SERVER )['trouble'] );
		$this->assertStringContainsString( self::INTERNAL, $this->tested( self::SERVER, self::INTERNAL )['trouble'] );
		$this->assertStringContainsString( 'no address', $this->tested( self::SERVER, null )['trouble'] );
	}

	public function test_where_there_is_no_address_nobody_is_asked_and_the_browser_says_what_is_wrong() {
		$asked = count( $this->requests );
		foreach ( array( null, '' ) as $none ) {
			$this->assertSame( array( 'trouble' => '', 'redirect' => '', 'foreign' => false ), $this->tested( $none, '', 'a-token' ) );
		}
		$this->assertCount( $asked, $this->requests );
	}

	public function test_where_only_wordpress_has_an_address_it_alone_is_asked() {
		$this->server_says( '/health/ready', array( 'ready' => true ) );
		$this->assertSame( array( 'trouble' => '', 'redirect' => '', 'foreign' => false ), $this->tested( null, self::SERVER ) );
		$this->assertStringContainsString( self::INTERNAL, $this->tested( null, self::INTERNAL )['trouble'] );
	}

	public function test_a_redirect_is_named_with_where_it_leads() {
		$redirect = $this->redirects_to( 'https://www.example.org' );
		$tested   = $this->tested( 'http://example.org' );
		remove_filter( 'pre_http_request', $redirect, 20 );
		$this->assertStringContainsString( 'redirects to https://www.example.org,', $tested['trouble'] );
		$this->assertSame( $tested['trouble'], $tested['redirect'] );
	}

	public function test_a_redirect_without_a_host_leads_to_the_same_one() {
		$redirect = $this->redirects_to( '/counts' );
		$tested   = $this->tested( 'https://example.org' );
		remove_filter( 'pre_http_request', $redirect, 20 );
		$this->assertStringContainsString( 'redirects to https://example.org/counts,', $tested['redirect'] );
	}

	public function test_an_address_that_redirects_to_itself_is_of_something_else() {
		foreach ( array( '/health/ready/', '' ) as $path ) { // A WordPress does both, for a path that it does not know.
			$redirect = $this->redirects_to( 'https://example.org', $path );
			$tested   = $this->tested( 'https://example.org' );
			remove_filter( 'pre_http_request', $redirect, 20 );
			$this->assertSame( '', $tested['redirect'] );
			$this->assertStringContainsString( 'not Onlookers', $tested['trouble'] );
			$this->assertTrue( $tested['foreign'] );
		}
	}

	public function test_what_is_not_onlookers_is_said_to_be_none() {
		$this->server_says( '/health/ready', array( 'hello' => 'world' ) );
		$this->assertStringContainsString( 'not Onlookers', $this->tested( self::SERVER )['trouble'] );
		$this->assertTrue( $this->tested( self::SERVER )['foreign'], 'a browser may be kept from hearing it' );
		$this->assertFalse( $this->tested( self::INTERNAL )['foreign'], 'nothing answers there' );
	}

	public function test_a_token_that_is_refused_is_named_and_never_shown() {
		$this->server_says( '/health/ready', array( 'ready' => true ) );
		$this->server_says( '/api/admin/views', array( 'error' => 'bad-method' ), 405 );
		$this->assertSame( '', $this->tested( self::SERVER, '', 'right' )['trouble'] );
		$this->server_says( '/api/admin/views', array( 'error' => 'unauthorized' ), 401 );
		$trouble = $this->tested( self::SERVER, '', 'a-wrong-one' )['trouble'];
		$this->assertStringContainsString( 'admin.token', $trouble );
		$this->assertStringNotContainsString( 'a-wrong-one', $trouble );
	}

	public function test_what_was_refused_stays_in_its_field_and_the_saved_one_stays_saved() {
		$this->log_in( 'administrator' );
		$GLOBALS['wp_settings_errors'] = array();
		$saved = onlookers_sanitize( array( 'server' => 'live.example.org', 'server_internal' => 'onlookers:3000' ) );
		$this->assertSame( self::SERVER, $saved['server'] );
		$this->assertSame( '', $saved['server_internal'] );
		$this->assertCount( 2, get_settings_errors( 'onlookers' ) );
		ob_start();
		onlookers_print_server_field();
		onlookers_print_server_internal_field();
		onlookers_print_server_field();
		$page = ob_get_clean();
		$this->assertSame( 1, substr_count( $page, 'value="live.example.org"' ), 'shown once' );
		$this->assertSame( 1, substr_count( $page, 'value="onlookers:3000"' ) );
		$this->assertSame( 2, substr_count( $page, 'aria-invalid="true"' ) );
	}

	public function test_who_may_not_manage_the_site_sends_php_nowhere() {
		$this->set( 'server_internal', self::INTERNAL );
		$this->log_in( 'editor' );
		$this->assertFalse( onlookers_may_send_php() );
		$this->assertSame( self::INTERNAL, onlookers_sanitize( array( 'server_internal' => 'http://10.0.0.1' ) )['server_internal'] );
		$this->log_in( 'administrator' );
		$this->assertSame( 'http://10.0.0.1', onlookers_sanitize( array( 'server_internal' => 'http://10.0.0.1' ) )['server_internal'] );
	}

	public function test_who_sends_php_nowhere_has_it_tested_at_the_address_that_is_typed() {
		$_POST['server_internal'] = 'http://10.0.0.1';
		$this->log_in( 'editor' );
		$this->assertSame( '', onlookers_internal_to_be_tested(), 'the same as the browsers’, not the one that is saved' );
		$this->set( 'server_internal', self::INTERNAL );
		$this->assertSame( self::INTERNAL, onlookers_internal_to_be_tested() );
		$this->log_in( 'administrator' );
		$this->assertSame( 'http://10.0.0.1', onlookers_internal_to_be_tested() );
		unset( $_POST['server_internal'] );
	}

	public function test_a_token_is_kept_as_a_secret_is() {
		$this->set( 'token', 'tok' );
		$this->assertSame( 'tok', onlookers_admin_token() );
		$this->assertSame( 'tok', onlookers_sanitize( array( 'token' => '' ) )['token'] );
		$this->assertSame( '', onlookers_sanitize( array( 'token' => '', 'forget_token' => '1' ) )['token'] );
		ob_start();
		onlookers_print_token_field();
		$this->assertStringNotContainsString( 'value="tok"', ob_get_clean() );
	}

	public function test_a_token_that_is_to_be_forgotten_is_not_tried() {
		$this->set( 'token', 'an-old-one' );
		$this->server_says( '/health/ready', array( 'ready' => true ) );
		$this->server_says( '/api/admin/views', array( 'error' => 'unauthorized' ), 401 );
		$this->log_in( 'administrator' );
		$_POST = array( 'server' => self::SERVER );
		$kept  = onlookers_test_form();

		$_POST['forget_token'] = '1';
		$forgotten             = onlookers_test_form();
		$_POST                 = array();
		$this->assertStringContainsString( 'admin.token', $kept['trouble'] );
		$this->assertSame( '', $forgotten['trouble'] );
	}

	public function test_the_button_leaves_the_settings_as_they_are() {
		$this->log_in( 'administrator' );
		$before = get_option( 'onlookers' );
		$_POST  = array( 'server' => 'https://other.example.org', 'server_internal' => self::INTERNAL, 'token' => 'typed' );
		onlookers_test_form();
		$_POST = array( 'server' => 'no address', 'server_internal' => 'none either' );
		onlookers_test_form();
		$_POST = array();
		$this->assertSame( $before, get_option( 'onlookers' ) );
		$this->assertFalse( get_transient( 'onlookers_refused' ) );
	}

	public function test_forms_made_by_hand_leave_no_warning() {
		$this->set( 'secret', 'kept' );
		$clean = onlookers_sanitize(
			array(
				'server'     => array( 'y' ),
				'secret'     => array( 'y' ),
				'text_one'   => array( 'y' ),
				'threshold'  => array( 'y' ),
				'post_types' => array( array( 'y' ), 'page' ),
				'placement'  => array( 'y' ),
			)
		);
		$this->assertSame( 'kept', $clean['secret'] );
		$this->assertSame( self::SERVER, $clean['server'] );
		$this->assertSame( array( 'page' ), $clean['post_types'] );
	}
}
