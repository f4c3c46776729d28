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
		'server'        => '',
		'secret'        => '',
		'post_types'    => array( 'post' ),
		'placement'     => 'below',
		'count'         => 'others',
		'text_zero'     => '',
		'text_one'      => '',
		'text_two'      => '',
		'text_few'      => '',
		'text_many'     => '',
		'text_other'    => '',
		'threshold'     => 1,
		'count_editors' => false,
		'write_back'    => true,
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
 * Address of the Onlookers server, without a slash at its end; empty until the owner has set it.
 *
 * @return string
 */
function onlookers_server() {
	return untrailingslashit( onlookers_setting( 'server' ) );
}

/**
 * The server's `ticket.secret`; empty when it has none.
 *
 * @return string
 */
function onlookers_secret() {
	return defined( 'ONLOOKERS_SECRET' ) ? (string) ONLOOKERS_SECRET : onlookers_setting( 'secret' );
}

/**
 * The name under which the server knows a post. Sites of a network share one server, and both have a post 13.
 *
 * @param int $post_id Post.
 * @return string
 */
function onlookers_post_name( $post_id ) {
	return is_multisite() ? get_current_blog_id() . '-' . $post_id : (string) $post_id;
}

/**
 * The post that a name of the server's means on this site.
 *
 * @param string $name As of onlookers_post_name().
 * @return int 0 when it is no post of this site.
 */
function onlookers_post_id( $name ) {
	$prefix = onlookers_post_name( '' );
	if ( 0 !== strncmp( $name, $prefix, strlen( $prefix ) ) ) {
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
