<?php
/**
 * What the server calls this site's posts. Several sites may share a server, and each has a post 13.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** The longest name of a site: with a post's number behind it, the server takes 32 characters. */
define( 'ONLOOKERS_NAME_LENGTH', 16 );

/**
 * What stands in front of a post's number: the name that the owner has given this site, or else what stood there when it
 * began to count. A site that becomes part of a network, or leaves it, would lose its views otherwise.
 *
 * @return string Empty, or a name and a hyphen.
 */
function onlookers_name_prefix() {
	$name = onlookers_setting( 'site_name' );
	if ( '' !== $name ) {
		return $name . '-';
	}
	$began = onlookers_began();
	return null === $began ? onlookers_usual_prefix() : $began;
}

/**
 * The prefix of a site that begins today.
 *
 * @return string
 */
function onlookers_usual_prefix() {
	return is_multisite() ? get_current_blog_id() . '-' : '';
}

/**
 * The prefix with which this site began.
 *
 * @return string|null Null before that.
 */
function onlookers_began() {
	$began = onlookers_memory();
	return isset( $began['prefix'] ) && is_string( $began['prefix'] ) ? $began['prefix'] : null;
}

/**
 * What this site remembers of its beginning. Whoever copies a site within a network copies this, too: then it is the other
 * one's, and not taken.
 *
 * @return array
 */
function onlookers_memory() {
	$began = get_option( 'onlookers_began' );
	$ours  = isset( $began['site'] ) && ( ! is_multisite() || get_current_blog_id() === $began['site'] );
	return $ours ? $began : array();
}

/** A site that has a server begins to count, and remembers under which names. */
function onlookers_remember_names() {
	if ( null === onlookers_began() && '' !== onlookers_server() ) {
		onlookers_begin();
	}
}
add_action( 'init', 'onlookers_remember_names' );

/**
 * Begins, with a mark of this site's own for what it writes (see ownership.php).
 *
 * @return array What is remembered from now on.
 */
function onlookers_begin() {
	$began = onlookers_memory() + array(
		'site'   => get_current_blog_id(),
		'prefix' => onlookers_usual_prefix(),
		'mark'   => onlookers_mark(),
	);
	update_option( 'onlookers_began', $began );
	return $began;
}

/**
 * Cleans the site's name. On a network another site's posts may be called so: only its administrators give a name there.
 *
 * @param string $sent  What was sent.
 * @param string $saved Stays when that is no name.
 * @return string
 */
function onlookers_sanitize_site_name( $sent, $saved ) {
	$sent = onlookers_speaks_for_all() ? trim( (string) $sent ) : $saved;
	if ( strlen( $sent ) <= ONLOOKERS_NAME_LENGTH && preg_match( '/^[A-Za-z0-9_-]*$/D', $sent ) ) {
		if ( $sent !== $saved ) {
			onlookers_complain( onlookers_renamed_text(), 'warning' );
		}
		return $sent;
	}
	/* translators: %d: a number. */
	$message = __( 'The site’s name was not saved: it may have at most %d letters a to z, digits, _ and -.', 'onlookers' );
	onlookers_complain( sprintf( $message, ONLOOKERS_NAME_LENGTH ), 'error' );
	onlookers_keep_refused( 'site_name', $sent );
	return $saved;
}

/**
 * What another name means.
 *
 * @return string
 */
function onlookers_renamed_text() {
	return __( 'The server counts this site’s posts under other names from now on, beginning at zero. What WordPress remembers can be restored under Tools. Empty the page cache.', 'onlookers' );
}

/**
 * Under other names, what the server has said of the old ones is no more.
 *
 * @param array $before Settings.
 * @param array $now    Settings.
 */
function onlookers_forget_old_names( $before, $now ) {
	$changes = array_map( 'onlookers_settings_that_name', array( $before, $now ) );
	if ( $changes[0] !== $changes[1] ) {
		delete_transient( 'onlookers_top' );
		onlookers_look_at_all_posts();
	}
}
add_action( 'update_option_onlookers', 'onlookers_forget_old_names', 10, 2 );

/**
 * The settings that decide whose numbers are read.
 *
 * @param mixed $settings Settings.
 * @return array
 */
function onlookers_settings_that_name( $settings ) {
	return is_array( $settings ) ? array_intersect_key( $settings, array( 'server' => 1, 'site_name' => 1 ) ) : array();
}

/** Prints the site's name. */
function onlookers_print_site_name_field() {
	$refused = onlookers_take_refused( 'site_name' );
	onlookers_print_input(
		'site_name',
		array(
			'type'      => 'text',
			'class'     => 'regular-text code',
			'value'     => null === $refused ? onlookers_setting( 'site_name' ) : $refused,
			'maxlength' => ONLOOKERS_NAME_LENGTH,
		) + ( null === $refused ? array() : array( 'aria-invalid' => 'true' ) )
	);
	onlookers_print_help( 'site_name', onlookers_site_name_help(), onlookers_post_name( 13 ) );
}

/**
 * When a site needs a name, and which.
 *
 * @return string With a placeholder for what the server calls a post.
 */
function onlookers_site_name_help() {
	if ( is_multisite() ) {
		/* translators: %s: what the server calls a post. */
		return __( 'Not needed to tell this network’s sites apart: the server knows each by its number. Give one only where sites outside this network share the server, too; and never the name or number of another site, since both would then count the same posts. Letters, digits, _ and -. This site’s post 13 is called %s there now.', 'onlookers' );
	}
	/* translators: %s: what the server calls a post. */
	return __( 'Needed where several sites share a server, since each has a post 13: letters, digits, _ and -. This site’s post 13 is called %s there now.', 'onlookers' );
}
