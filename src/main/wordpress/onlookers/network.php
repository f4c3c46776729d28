<?php
/**
 * What the administrators of one site of a network may set. They may name any address for their readers' browsers; PHP stands in
 * a network that is not theirs, and asks it for them only where it leads outside.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Whether the one who is here may send PHP to any address: the network's administrators, not those of one site of it, who
 * would look into a network that is not theirs.
 *
 * @return bool
 */
function onlookers_may_send_php() {
	return is_multisite() ? current_user_can( 'manage_network_options' ) : current_user_can( 'manage_options' );
}

/**
 * Whether the one who saves settings may set what concerns more than this site. Where nobody is logged in, it is the machine's
 * owner (WP-CLI).
 *
 * @return bool
 */
function onlookers_speaks_for_all() {
	return ! is_user_logged_in() || onlookers_may_send_php();
}

/**
 * Whether an address may lead anywhere: it is one that whoever may send PHP there has set.
 *
 * @param string $address As of onlookers_bare_address().
 * @return bool
 */
function onlookers_is_trusted( $address ) {
	$ours = array(
		onlookers_constant( 'ONLOOKERS_SERVER' ),
		onlookers_constant( 'ONLOOKERS_SERVER_INTERNAL' ),
		onlookers_setting( 'server_internal' ),
		onlookers_setting( 'server_trusted' ),
	);
	return ! is_multisite() || ( '' !== $address && in_array( $address, array_map( 'onlookers_bare_address', $ours ), true ) );
}

/**
 * Whether an address leads outside, as WordPress sees it. An older one lets pass 169.254.0.0/16, where clouds answer their own
 * machines.
 *
 * @param string $address Address.
 * @return bool
 */
function onlookers_is_outside( $address ) {
	$host = (string) wp_parse_url( $address, PHP_URL_HOST );
	return wp_http_validate_url( $address ) && 0 !== strpos( gethostbyname( $host ), '169.254.' );
}

/**
 * Whether PHP asks an address.
 *
 * @param string $address As of onlookers_bare_address().
 * @return bool
 */
function onlookers_may_ask( $address ) {
	return onlookers_is_trusted( $address ) || onlookers_is_outside( $address );
}

/**
 * Asks an address.
 *
 * @param string $address  Address.
 * @param string $path     Path below it.
 * @param array  $args     As of wp_remote_request().
 * @param bool   $anywhere Whether it may lead inside, though nobody has set it.
 * @return array|WP_Error As of wp_remote_request().
 */
function onlookers_ask( $address, $path, $args = array(), $anywhere = false ) {
	$anywhere = $anywhere || onlookers_is_trusted( $address );
	if ( ! $anywhere && ! onlookers_is_outside( $address ) ) {
		return new WP_Error( 'onlookers_inside', onlookers_inside_text( $address ) );
	}
	$defaults = array(
		'timeout'             => ONLOOKERS_TIMEOUT,
		'redirection'         => 0,
		'limit_response_size' => MB_IN_BYTES,
		'reject_unsafe_urls'  => ! $anywhere,
	);
	return wp_remote_request( $address . $path, $args + $defaults );
}

/**
 * Why an address is not asked, and what is right.
 *
 * @param string $address Address.
 * @return string
 */
function onlookers_inside_text( $address ) {
	/* translators: 1: address, 2: name of a setting, 3: name of a constant. */
	$text = __( 'WordPress does not ask %1$s: on a network, an address that a site’s administrator has set must lead to a public host, on port 80, 443 or 8080. The network’s administrators may set this one or any other as “%2$s” in the settings of this site, or as %3$s in wp-config.php.', 'onlookers' );
	return sprintf( $text, $address, __( 'Address for WordPress', 'onlookers' ), 'ONLOOKERS_SERVER_INTERNAL' );
}

/**
 * The address that whoever may send PHP anywhere has set for browsers; to save something else beside another one's says nothing of it.
 *
 * @param string $server What will be saved.
 * @param array  $saved  What was saved.
 * @return string
 */
function onlookers_sanitize_trusted( $server, $saved ) {
	return $server !== $saved['server'] && onlookers_may_send_php() ? $server : $saved['server_trusted'];
}

/**
 * A token was typed for a server, perhaps by the network's administrators. Where one site's names another, it is not sent there.
 *
 * @param array $clean What will be saved.
 * @param array $saved What was saved.
 * @param mixed $input What was sent.
 * @return string The token.
 */
function onlookers_token_of_server( $clean, $saved, $input ) {
	$typed = isset( $input['token'] ) && is_string( $input['token'] ) ? trim( $input['token'] ) : '';
	$stays = $clean['server'] === $saved['server'] || '' !== $typed || '' === $clean['token'];
	if ( $stays || ! is_multisite() || onlookers_speaks_for_all() ) {
		return $clean['token'];
	}
	onlookers_complain( __( 'The token that was saved was another server’s, and is forgotten. Type this one’s.', 'onlookers' ), 'warning' );
	return '';
}
