<?php
/**
 * Settings, names and tickets: what every other file asks for.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The settings of a site on which nobody has saved any.
 *
 * @return array
 */
function onlookers_defaults() {
	return array(
		'server'          => '',
		'server_internal' => '',
		'server_trusted'  => '', // The one that PHP may ask wherever it leads, see network.php.
		'secret'          => '',
		'token'           => '',
		'site_name'       => '',
		'post_types'      => array( 'post' ),
		'placement'       => 'below',
		'count'           => 'others',
		'style'           => 'plain',
		'text_zero'       => '',
		'text_one'        => '',
		'text_two'        => '',
		'text_few'        => '',
		'text_many'       => '',
		'text_other'      => '',
		'threshold'       => 1,
		'count_editors'   => false,
		'write_back'      => true,
		'window'          => 0,
		'remove_views'    => false,
	);
}

/**
 * All settings, saved ones over defaults. What something else has put in their place is not taken for one.
 *
 * @return array
 */
function onlookers_settings() {
	$defaults = onlookers_defaults();
	$saved    = get_option( 'onlookers', array() );
	foreach ( is_array( $saved ) ? array_intersect_key( $saved, $defaults ) : array() as $name => $value ) {
		if ( is_array( $value ) === is_array( $defaults[ $name ] ) ) {
			$defaults[ $name ] = $value;
		}
	}
	return $defaults;
}

/**
 * One setting.
 *
 * @param string $name Key of onlookers_defaults().
 * @return mixed
 */
function onlookers_setting( $name ) {
	return onlookers_settings()[ $name ];
}

/**
 * A constant of wp-config.php, where one file speaks for all sites of a network.
 *
 * @param string $name Constant.
 * @return string Empty when it is not defined.
 */
function onlookers_constant( $name ) {
	return defined( $name ) && is_scalar( constant( $name ) ) ? (string) constant( $name ) : '';
}

/**
 * Address of the Onlookers server for readers' browsers, without a slash at its end; empty until the owner has set it.
 *
 * @return string
 */
function onlookers_server() {
	$constant = onlookers_constant( 'ONLOOKERS_SERVER' );
	return onlookers_bare_address( '' === $constant ? onlookers_setting( 'server' ) : $constant );
}

/**
 * Its address for PHP, which may stand elsewhere: in a container, or behind a router that does not lead back in.
 *
 * @return string The browsers' one unless the owner has set another; empty without that one.
 */
function onlookers_internal_server() {
	return '' === onlookers_own_address() || '' === onlookers_server() ? onlookers_server() : onlookers_own_address();
}

/**
 * The address that is set for PHP alone.
 *
 * @return string Empty when it is the browsers'.
 */
function onlookers_own_address() {
	$constant = onlookers_constant( 'ONLOOKERS_SERVER_INTERNAL' );
	return onlookers_bare_address( '' === $constant ? onlookers_setting( 'server_internal' ) : $constant );
}

/**
 * An address as we put paths behind it.
 *
 * @param string $address As an owner writes it: perhaps with a slash at its end, perhaps a WebSocket's.
 * @return string
 */
function onlookers_bare_address( $address ) {
	return untrailingslashit( preg_replace( '~^ws(?=s?://)~i', 'http', trim( $address ) ) );
}

/**
 * The server's `ticket.secret`; empty when it has none.
 *
 * @return string
 */
function onlookers_secret() {
	return defined( 'ONLOOKERS_SECRET' ) ? onlookers_constant( 'ONLOOKERS_SECRET' ) : onlookers_setting( 'secret' );
}

/**
 * The server's `admin.token`, which sets, restores and forgets views; empty when the owner has not set it. A network's goes to no
 * server that a site's administrator has named.
 *
 * @return string
 */
function onlookers_admin_token() {
	$name = onlookers_token_constant();
	return '' === $name ? onlookers_setting( 'token' ) : onlookers_constant( $name );
}

/**
 * The constant that stands for the token.
 *
 * @return string Its name; empty where there is none, or where it is not for this site's server.
 */
function onlookers_token_constant() {
	$server = onlookers_internal_server();
	foreach ( array( 'ONLOOKERS_TOKEN', 'ONLOOKERS_ADMIN_TOKEN' ) as $name ) { // The second is the older name.
		if ( '' !== onlookers_constant( $name ) && ( '' === $server || onlookers_is_trusted( $server ) ) ) {
			return $name;
		}
	}
	return '';
}

/**
 * The name under which the server knows a post.
 *
 * @param int $post_id Post.
 * @return string
 */
function onlookers_post_name( $post_id ) {
	return onlookers_name_prefix() . $post_id;
}

/**
 * The post that a name of the server's means on this site.
 *
 * @param string $name As of onlookers_post_name().
 * @return int 0 when it is no post of this site.
 */
function onlookers_post_id( $name ) {
	$prefix = onlookers_post_name( '' );
	if ( ! is_string( $name ) || 0 !== strncmp( $name, $prefix, strlen( $prefix ) ) ) {
		return 0;
	}
	$id = (int) substr( $name, strlen( $prefix ) );
	return $id > 0 && onlookers_post_name( $id ) === $name ? $id : 0;
}

/**
 * Proof that this site knows of the post: it is the post's own, the same for every reader, and never expires.
 *
 * @param string $name As of onlookers_post_name().
 * @return string Empty without a secret.
 */
function onlookers_ticket( $name ) {
	$secret = onlookers_secret();
	if ( '' === $secret ) {
		return '';
	}
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- The contract's encoding, not a disguise.
	$base64 = base64_encode( hash_hmac( 'sha256', $name, $secret, true ) );
	return substr( strtr( $base64, '+/', '-_' ), 0, 22 );
}

/**
 * Whether posts of a type are counted.
 *
 * @param string $post_type Name of a post type.
 * @return bool
 */
function onlookers_is_counted_type( $post_type ) {
	return in_array( $post_type, onlookers_setting( 'post_types' ), true );
}

/**
 * Whether the one who looks works here. Editors watch, and are no readers, unless the owner says so.
 *
 * @return bool
 */
function onlookers_is_watcher() {
	return ! onlookers_setting( 'count_editors' ) && current_user_can( 'edit_posts' );
}

/**
 * Address of a file of this plugin; the version keeps browsers from an older one.
 *
 * @param string $path Path within the plugin.
 * @return string
 */
function onlookers_asset( $path ) {
	return add_query_arg( 'ver', ONLOOKERS_VERSION, plugins_url( $path, ONLOOKERS_FILE ) );
}
