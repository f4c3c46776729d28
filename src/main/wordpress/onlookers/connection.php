<?php
/**
 * The button "Test connection", as far as PHP can tell: the owner's browser tries the browsers' address, WordPress its own.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Answers the button. Only who may save an address may have one tried. */
function onlookers_test_from_form() {
	check_ajax_referer( 'onlookers_test' );
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_send_json_error( null, 403 );
	}
	wp_send_json_success( onlookers_test_form() );
}
add_action( 'wp_ajax_onlookers_test', 'onlookers_test_from_form' );

/**
 * Tries what stands in the form, as it will hold once it is saved: who may be asked, and with which token.
 *
 * @return array As of onlookers_test_addresses().
 */
function onlookers_test_form() {
	$server   = onlookers_typed_address( 'server', 'ONLOOKERS_SERVER' );
	$internal = onlookers_internal_to_be_tested();
	$settings = onlookers_settings_to_be_tested( $server, $internal );
	$as_saved = static function () use ( $settings ) {
		return $settings;
	};
	add_filter( 'pre_option_onlookers', $as_saved );
	$result = onlookers_test_addresses( $server, $internal, onlookers_admin_token() );
	remove_filter( 'pre_option_onlookers', $as_saved );
	return $result;
}

/**
 * The settings, as saving the form would leave them. An address that is none would not be saved.
 *
 * @param string|null $server   Browsers' address; null when it is none.
 * @param string|null $internal WordPress' own, empty when it is the same; null when it is none.
 * @return array
 */
function onlookers_settings_to_be_tested( $server, $internal ) {
	$typed = array(
		'server'          => $server,
		'server_internal' => $internal,
		'token'           => onlookers_typed_token(),
		'forget_token'    => ! empty( $_POST['forget_token'] ), // phpcs:ignore WordPress.Security -- Looked at by the caller.
	);
	return onlookers_sanitize( array_filter( $typed, 'is_scalar' ) );
}

/**
 * PHP's own address to be tried: as typed, or as it is set where the one who is here may not change it.
 *
 * @return string|null Empty when it is the browsers'; null when it is no address.
 */
function onlookers_internal_to_be_tested() {
	return onlookers_may_send_php() ? onlookers_typed_address( 'server_internal', 'ONLOOKERS_SERVER_INTERNAL' ) : onlookers_own_address();
}

/**
 * An address as it stands in the form; a constant outweighs it.
 *
 * @param string $name     Field.
 * @param string $constant Constant.
 * @return string|null Null when it is no address.
 */
function onlookers_typed_address( $name, $constant ) {
	if ( '' !== onlookers_constant( $constant ) ) {
		return onlookers_bare_address( onlookers_constant( $constant ) );
	}
	// phpcs:ignore WordPress.Security -- Both have been looked at by the caller; cleaned here.
	$typed = isset( $_POST[ $name ] ) && is_string( $_POST[ $name ] ) ? wp_unslash( $_POST[ $name ] ) : '';
	return onlookers_clean_address( $typed );
}

/**
 * Tries the addresses from here.
 *
 * @param string|null $server   Browsers' address; null when it is none.
 * @param string|null $internal WordPress' own, empty when it is the same.
 * @param string      $token    `admin.token`, perhaps empty.
 * @return array `trouble`: what keeps WordPress from the server, in plain words, perhaps empty; `redirect`: what keeps
 *               browsers from it that only WordPress can see; `foreign`: whether something else answers at the browsers'
 *               address, which it may hide from them.
 */
function onlookers_test_addresses( $server, $internal, $token ) {
	if ( null === $internal ) {
		return array( 'trouble' => __( 'The address for WordPress is no address.', 'onlookers' ), 'redirect' => '', 'foreign' => false );
	}
	$own = '' === $internal ? (string) $server : $internal;
	if ( '' === $own ) {
		return array( 'trouble' => '', 'redirect' => '', 'foreign' => false ); // Nobody to be asked; what the address lacks the browser says.
	}
	$response = onlookers_ask_whether_ready( $own );
	$trouble  = onlookers_trouble_of( $response, $own );
	// Browsers do not follow a WebSocket's redirect, and do not report it to a page.
	$public   = '' === (string) $server ? $own : $server;
	$anywhere = onlookers_may_send_php(); // Who may set any address may have any tried.
	$response = $own === $public ? $response : onlookers_ask_whether_ready( $public, $anywhere );
	$redirect = onlookers_redirect_text( $response, $public );
	return array(
		'trouble'  => '' === $trouble ? onlookers_token_trouble( $own, $token ) : $trouble,
		'redirect' => $redirect,
		'foreign'  => '' === $redirect && ! is_wp_error( $response ) && null === onlookers_readiness( $response ),
	);
}

/**
 * Asks an address whether it is a server that is ready.
 *
 * @param string $address  Address.
 * @param bool   $anywhere Whether it may lead inside, though nobody has set it.
 * @return array|WP_Error As of wp_remote_get().
 */
function onlookers_ask_whether_ready( $address, $anywhere = false ) {
	return onlookers_ask( $address, '/health/ready', array(), $anywhere );
}

/**
 * What keeps WordPress from the server.
 *
 * @param array|WP_Error $response Answer of onlookers_ask_whether_ready().
 * @param string         $address  Who was asked.
 * @return string In plain words; empty when nothing does.
 */
function onlookers_trouble_of( $response, $address ) {
	if ( is_wp_error( $response ) && 'onlookers_inside' === $response->get_error_code() ) {
		return $response->get_error_message();
	}
	if ( is_wp_error( $response ) ) {
		/* translators: 1: address, 2: error message. */
		return sprintf( __( 'WordPress cannot reach the Onlookers server at %1$s: %2$s', 'onlookers' ), $address, $response->get_error_message() );
	}
	$redirect = onlookers_redirect_text( $response, $address );
	if ( '' !== $redirect ) {
		return $redirect;
	}
	$body = onlookers_readiness( $response );
	if ( null === $body ) {
		$status = (int) wp_remote_retrieve_response_code( $response );
		/* translators: 1: address, 2: HTTP status code. */
		return sprintf( __( 'Something answers WordPress at %1$s, with status %2$d, but it is not Onlookers.', 'onlookers' ), $address, $status );
	}
	/* translators: 1: HTTP status code, 2: the server's own words. */
	$message = __( 'WordPress reaches the Onlookers server, but it is not ready (status %1$d): %2$s', 'onlookers' );
	$reason  = isset( $body['reason'] ) && is_string( $body['reason'] ) ? $body['reason'] : '';
	return $body['ready'] ? '' : sprintf( $message, (int) wp_remote_retrieve_response_code( $response ), $reason );
}

/**
 * What our server says of itself.
 *
 * @param array $response Answer of onlookers_ask_whether_ready().
 * @return array|null Null when it is somebody else's answer.
 */
function onlookers_readiness( $response ) {
	$body = json_decode( wp_remote_retrieve_body( $response ), true );
	return is_array( $body ) && isset( $body['ready'] ) ? $body : null;
}

/**
 * Says where a redirect leads.
 *
 * @param array|WP_Error $response Answer.
 * @param string         $address  Who was asked.
 * @return string Empty when it is none, or leads back: a WordPress sends unknown paths to its own pages.
 */
function onlookers_redirect_text( $response, $address ) {
	$status = is_wp_error( $response ) ? 0 : (int) wp_remote_retrieve_response_code( $response );
	if ( $status < 300 || $status > 399 || 304 === $status ) {
		return '';
	}
	$location = wp_remote_retrieve_header( $response, 'location' );
	$location = WP_Http::make_absolute_url( is_array( $location ) ? end( $location ) : $location, $address . '/health/ready' );
	$location = untrailingslashit( preg_replace( '~/health/ready/?$~', '', $location ) );
	if ( $location === $address ) {
		return '';
	}
	/* translators: %s: address. */
	return sprintf( __( 'This address redirects to %s, which WebSockets do not follow. Give the address where it ends.', 'onlookers' ), $location );
}

/**
 * Whether the server takes the token: a request that no one may make is refused in another way to those who have it.
 *
 * @param string $address The server, as WordPress reaches it.
 * @param string $token   `admin.token`, empty when there is none to be tried.
 * @return string What is wrong, in plain words; empty when nothing is.
 */
function onlookers_token_trouble( $address, $token ) {
	if ( '' === $token ) {
		return '';
	}
	$args = array( 'headers' => array( 'Authorization' => 'Bearer ' . $token ) );
	$code = (int) wp_remote_retrieve_response_code( onlookers_ask( $address, '/api/admin/views', $args ) );
	return in_array( $code, array( 401, 403, 429 ), true ) ? onlookers_token_text() : '';
}

/**
 * What to do about a token that is refused.
 *
 * @return string
 */
function onlookers_token_text() {
	return __( 'The server refused the token. It must be the same as its setting admin.token, which must be set.', 'onlookers' );
}
