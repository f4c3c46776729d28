<?php
/**
 * A test inside a real WordPress. What it writes is rolled back; the Onlookers server is what the test says it is.
 */
abstract class Onlookers_Test_Case extends PHPUnit\Framework\TestCase {
	const SERVER = 'http://127.0.0.1:9';

	/** Requests that the plugin made: method and path first, then the arguments, then the whole address. */
	protected $requests = array();

	/** What the server answers, by the beginning of the path. */
	private $answers = array();

	protected function setUp(): void {
		global $wpdb;
		$wpdb->query( 'START TRANSACTION' );
		wp_cache_flush();
		wp_set_current_user( 0 );
		$GLOBALS['wp_the_query'] = new WP_Query();
		$GLOBALS['wp_query']     = $GLOBALS['wp_the_query'];
		update_option( 'onlookers', array( 'server' => self::SERVER ) );
		add_filter( 'pre_http_request', array( $this, 'answer' ), 5, 3 );
	}

	protected function tearDown(): void {
		global $wpdb;
		remove_filter( 'pre_http_request', array( $this, 'answer' ), 5 );
		$wpdb->query( 'ROLLBACK' );
		wp_cache_flush();
		wp_reset_query();
	}

	/** Changes one setting. */
	protected function set( $name, $value ) {
		update_option( 'onlookers', array( $name => $value ) + get_option( 'onlookers' ) );
	}

	/** From now on the server answers like this. */
	protected function server_says( $path, $body, $status = 200 ) {
		$this->answers = array( $path => array( $status, $body ) ) + $this->answers;
	}

	/** Stands for the server. */
	public function answer( $earlier, $arguments, $url ) {
		$this->requests[] = array( $arguments['method'] . ' ' . substr( $url, strlen( self::SERVER ) ), $arguments, $url );
		foreach ( $this->answers as $path => list( $status, $body ) ) {
			if ( 0 === strpos( $url, self::SERVER . $path ) ) {
				return array(
					'headers'  => array(),
					'body'     => is_callable( $body ) ? wp_json_encode( $body( $url, $arguments ) ) : wp_json_encode( $body ),
					'response' => array( 'code' => $status, 'message' => '' ),
					'cookies'  => array(),
					'filename' => null,
				);
			}
		}
		return new WP_Error( 'http_request_failed', 'Connection refused' );
	}

	/** It is an error, of WordPress' kind. */
	protected function assertWPError( $actual ) {
		$this->assertInstanceOf( WP_Error::class, $actual );
	}

	/** A new published post. */
	protected function publish( $more = array() ) {
		return wp_insert_post( $more + array( 'post_title' => 'A post', 'post_content' => 'Its text.', 'post_status' => 'publish' ) );
	}

	/** Becomes a new user of the role. */
	protected function log_in( $role ) {
		$id = wp_insert_user( array( 'user_login' => uniqid( $role ), 'user_pass' => 'password', 'role' => $role ) );
		wp_set_current_user( $id );
		return $id;
	}

	/** Asks for a page of the site as a browser does, up to where the theme would begin. */
	protected function go_to( $query ) {
		global $wp, $wp_query, $wp_the_query;
		$wp_the_query = new WP_Query();
		$wp_query     = $wp_the_query;
		$wp_query->query( $query );
	}
}
