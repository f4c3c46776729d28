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
	if ( onlookers_is_mixed( onlookers_server() ) ) {
		return onlookers_mixed_text();
	}
	$internal = onlookers_internal_server();
	$trouble  = onlookers_trouble_of( onlookers_ask_whether_ready( $internal ), $internal );
	$trouble  = '' === $trouble ? onlookers_refusal( onlookers_knock() ) : $trouble;
	return '' === $trouble ? onlookers_token_trouble( $internal, onlookers_admin_token() ) : $trouble;
}

/**
 * Whether browsers keep this site's pages from the address: from a page with https they connect with TLS only, but for
 * the reader's own machine (W3C Mixed Content, 4.4).
 *
 * @param string $server Address of a server.
 * @return bool
 */
function onlookers_is_mixed( $server ) {
	$host = (string) wp_parse_url( $server, PHP_URL_HOST );
	return 'https' === wp_parse_url( home_url(), PHP_URL_SCHEME ) && 'http' === wp_parse_url( $server, PHP_URL_SCHEME )
		&& ! preg_match( '/^(localhost|.+\.localhost|127\.[0-9.]+|\[::1\])$/i', $host );
}

/**
 * What to do about it.
 *
 * @return string
 */
function onlookers_mixed_text() {
	return __( 'This site is on https, and the address of the Onlookers server is on http: browsers do not let pages connect to it. Give the server an address on https.', 'onlookers' );
}

/**
 * What a knock's result means.
 *
 * @param string $result As of onlookers_knock().
 * @return string In plain words; empty when readers are let in.
 */
function onlookers_refusal( $result ) {
	switch ( $result ) {
		case 'counts':
			return '';
		case 'origin':
			/* translators: %s: address of this site. */
			$message = __( 'The Onlookers server does not let in pages of this site. Its setting origins must contain %s.', 'onlookers' );
			return sprintf( $message, onlookers_origin() );
		case 'ticket':
			return __( 'The Onlookers server refuses this site’s tickets: the secret here must be the same as its ticket.secret.', 'onlookers' );
		default:
			return __( 'The server answers, but no WebSocket can be opened: a proxy in front of it must pass on Upgrade and Connection.', 'onlookers' );
	}
}

/**
 * Where this site's pages come from, as browsers put it (RFC 6454).
 *
 * @return string
 */
function onlookers_origin() {
	$url = wp_parse_url( home_url() );
	return $url['scheme'] . '://' . strtolower( $url['host'] ) . ( isset( $url['port'] ) ? ':' . $url['port'] : '' );
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
	if ( '' !== $trouble ) {
		$link = onlookers_link( onlookers_settings_url(), __( 'Settings of Onlookers', 'onlookers' ) );
		return onlookers_health( __( 'Something is wrong with Onlookers', 'onlookers' ), $trouble, $link );
	}
	$lost = onlookers_lost_views();
	if ( ! is_wp_error( $lost ) && $lost['posts'] ) {
		return onlookers_loss_result( $lost );
	}
	return onlookers_health( __( 'Readers are being counted', 'onlookers' ), __( 'The Onlookers server is ready and lets this site’s readers in.', 'onlookers' ), '' );
}

/**
 * The answer when the server knows less than WordPress.
 *
 * @param array $lost As of onlookers_lost_views().
 * @return array
 */
function onlookers_loss_result( $lost ) {
	$link = onlookers_link( admin_url( 'tools.php#onlookers-corrections' ), __( 'Restore views', 'onlookers' ) );
	return onlookers_health( __( 'The Onlookers server has lost views', 'onlookers' ), onlookers_lost_text( $lost ), $link );
}

/**
 * One answer.
 *
 * @param string $label       Heading.
 * @param string $description Plain text.
 * @param string $action      HTML of what can be done; empty when nothing need be.
 * @return array
 */
function onlookers_health( $label, $description, $action ) {
	return array(
		'label'       => $label,
		'status'      => '' === $action ? 'good' : 'recommended',
		'badge'       => array( 'label' => 'Onlookers', 'color' => 'blue' ),
		'description' => '<p>' . esc_html( $description ) . '</p>',
		'actions'     => $action,
		'test'        => 'onlookers',
	);
}

/**
 * A link in a paragraph.
 *
 * @param string $url  Where it leads.
 * @param string $text Its text.
 * @return string HTML.
 */
function onlookers_link( $url, $text ) {
	return sprintf( '<p><a href="%s">%s</a></p>', esc_url( $url ), esc_html( $text ) );
}
