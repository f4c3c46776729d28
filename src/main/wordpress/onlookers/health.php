<?php
/**
 * Is everything well? Asked by Site Health and by `wp onlookers doctor`.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Asks the server how it is, and knocks at its door as a reader's browser does.
 *
 * @return string What is wrong, in plain words; empty when nothing is.
 */
function onlookers_trouble() {
	if ( '' === onlookers_server() ) {
		return __( 'The address of the Onlookers server is not set.', 'onlookers' );
	}
	$ready = onlookers_request( '/health/ready' );
	if ( is_wp_error( $ready ) ) {
		/* translators: %s: error message. */
		return sprintf( __( 'WordPress cannot reach the Onlookers server, or it is not ready: %s', 'onlookers' ), $ready->get_error_message() );
	}
	$status = onlookers_knock();
	if ( 403 === $status ) {
		/* translators: %s: address of this site. */
		$message = __( 'The Onlookers server does not let in pages of this site. Its setting origins must contain %s.', 'onlookers' );
		return sprintf( $message, onlookers_origin() );
	}
	if ( 101 !== $status ) {
		return __( 'The server answers, but no WebSocket can be opened: a proxy in front of it must pass on Upgrade and Connection.', 'onlookers' );
	}
	return '';
}

/**
 * Where this site's pages come from, as browsers put it (RFC 6454).
 *
 * @return string
 */
function onlookers_origin() {
	$url = wp_parse_url( home_url() );
	return $url['scheme'] . '://' . $url['host'] . ( isset( $url['port'] ) ? ':' . $url['port'] : '' );
}

/**
 * Asks for a WebSocket (RFC 6455, 4.1), and hangs up. WordPress' HTTP functions wait for the end of an answer that has
 * none.
 *
 * @return int Status of the answer: 101 when a browser would be let in, 0 when there is none.
 */
function onlookers_knock() {
	$url    = wp_parse_url( onlookers_server() ) + array( 'path' => '' );
	$secure = 'https' === $url['scheme'];
	$port   = isset( $url['port'] ) ? $url['port'] : ( $secure ? 443 : 80 );
	// phpcs:disable WordPress.PHP.NoSilencedErrors, WordPress.WP.AlternativeFunctions -- A socket; that it fails is an answer.
	$socket = @stream_socket_client( ( $secure ? 'tls' : 'tcp' ) . '://' . $url['host'] . ':' . $port, $code, $message, 3 );
	if ( ! $socket ) {
		return 0;
	}
	stream_set_timeout( $socket, 3 );
	$key   = base64_encode( random_bytes( 16 ) );
	$lines = array(
		'GET ' . $url['path'] . '/presence HTTP/1.1',
		'Host: ' . $url['host'] . ( isset( $url['port'] ) ? ':' . $url['port'] : '' ),
		'Origin: ' . onlookers_origin(),
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		'Sec-WebSocket-Key: ' . $key,
	);
	fwrite( $socket, implode( "\r\n", $lines ) . "\r\n\r\n" );
	$answer = (string) fgets( $socket, 200 );
	fclose( $socket );
	// phpcs:enable
	return preg_match( '~^HTTP/1\.[01] (\d{3})~', $answer, $match ) ? (int) $match[1] : 0;
}

/**
 * Adds our test to Site Health's. It waits for another server, and so runs by itself.
 *
 * @param array[] $tests Tests.
 * @return array[]
 */
function onlookers_add_health_test( $tests ) {
	$tests['async']['onlookers'] = array(
		'label'             => __( 'Onlookers server', 'onlookers' ),
		'test'              => rest_url( 'onlookers/v1/health' ),
		'has_rest'          => true,
		'async_direct_test' => 'onlookers_health_result',
	);
	return $tests;
}
add_filter( 'site_status_tests', 'onlookers_add_health_test' );

/** Where Site Health asks. */
function onlookers_register_health_route() {
	register_rest_route(
		'onlookers/v1',
		'/health',
		array(
			'methods'             => 'GET',
			'callback'            => 'onlookers_health_result',
			'permission_callback' => 'onlookers_may_see_health',
		)
	);
}
add_action( 'rest_api_init', 'onlookers_register_health_route' );

/**
 * Who may ask.
 *
 * @return bool
 */
function onlookers_may_see_health() {
	return current_user_can( 'view_site_health_checks' );
}

/**
 * The answer, as Site Health shows it.
 *
 * @return array
 */
function onlookers_health_result() {
	$trouble = onlookers_trouble();
	$well    = __( 'The Onlookers server is ready and lets this site’s readers in.', 'onlookers' );
	$link    = sprintf( '<p><a href="%s">%s</a></p>', esc_url( onlookers_settings_url() ), esc_html__( 'Settings of Onlookers', 'onlookers' ) );
	return array(
		'label'       => '' === $trouble ? __( 'Readers are being counted', 'onlookers' ) : __( 'Something is wrong with Onlookers', 'onlookers' ),
		'status'      => '' === $trouble ? 'good' : 'recommended',
		'badge'       => array( 'label' => 'Onlookers', 'color' => 'blue' ),
		'description' => '<p>' . esc_html( '' === $trouble ? $well : $trouble ) . '</p>',
		'actions'     => '' === $trouble ? '' : $link,
		'test'        => 'onlookers',
	);
}
