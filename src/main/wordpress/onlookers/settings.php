<?php
/**
 * The settings: one option, its page, and what it refuses.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Makes the option known. */
function onlookers_register_setting() {
	register_setting( 'onlookers', 'onlookers', array( 'sanitize_callback' => 'onlookers_sanitize' ) );
}
add_action( 'admin_init', 'onlookers_register_setting' );

/**
 * Cleans what was sent. What is missing stays as it is; so does an address that cannot be one, with a word why.
 *
 * @param mixed $input What was sent.
 * @return array
 */
function onlookers_sanitize( $input ) {
	$saved    = onlookers_settings();
	$settings = wp_parse_args( onlookers_well_formed( $input ), $saved );
	$clean    = array(
		'server'          => onlookers_sanitize_server( $settings['server'], $saved['server'] ),
		'server_internal' => onlookers_sanitize_internal( $settings['server_internal'], $saved['server_internal'] ),
		'secret'          => onlookers_sanitize_secret( $settings, 'secret', $saved ),
		'token'           => onlookers_sanitize_secret( $settings, 'token', $saved ),
		'site_name'       => onlookers_sanitize_site_name( $settings['site_name'], $saved['site_name'] ),
		'post_types'      => array_values( array_intersect( (array) $settings['post_types'], array_keys( onlookers_post_types() ) ) ),
		'placement'       => onlookers_sanitize_choice( $settings['placement'], onlookers_placements(), $saved['placement'] ),
		'count'           => onlookers_sanitize_choice( $settings['count'], onlookers_counts(), $saved['count'] ),
		'style'           => onlookers_sanitize_choice( $settings['style'], onlookers_styles(), $saved['style'] ),
		'threshold'       => '' === $settings['threshold'] ? onlookers_defaults()['threshold'] : max( 0, (int) $settings['threshold'] ),
		'count_editors'   => (bool) $settings['count_editors'],
		'write_back'      => (bool) $settings['write_back'],
		'window'          => max( 0, min( DAY_IN_SECONDS / MINUTE_IN_SECONDS, (int) $settings['window'] ) ),
		'remove_views'    => (bool) $settings['remove_views'],
	);
	foreach ( array_keys( onlookers_plural_samples() ) as $category ) {
		$clean[ 'text_' . $category ] = sanitize_text_field( $settings[ 'text_' . $category ] );
	}
	$clean['server_trusted'] = onlookers_sanitize_trusted( $clean['server'], $saved );
	$clean['token']          = onlookers_token_of_server( $clean, $saved, $input );
	return $clean;
}

/**
 * What was sent, without what no form of ours sends: a list where one value belongs, or the other way round.
 *
 * @param mixed $input What was sent.
 * @return array
 */
function onlookers_well_formed( $input ) {
	$defaults = onlookers_defaults();
	$formed   = array();
	foreach ( is_array( $input ) ? $input : array() as $name => $value ) {
		$is_list = isset( $defaults[ $name ] ) && is_array( $defaults[ $name ] );
		if ( is_array( $value ) ? $is_list : is_scalar( $value ) ) {
			$formed[ $name ] = is_array( $value ) ? array_filter( $value, 'is_string' ) : $value;
		}
	}
	return $formed;
}

/**
 * Cleans the server's address for browsers. Where wp-config.php has one, the form shows that, and it is not for the database.
 *
 * @param string $sent  What was sent.
 * @param string $saved Stays then, and when that is no address.
 * @return string
 */
function onlookers_sanitize_server( $sent, $saved ) {
	if ( '' !== onlookers_constant( 'ONLOOKERS_SERVER' ) ) {
		return $saved;
	}
	$clean = onlookers_clean_address( $sent );
	if ( null === $clean ) {
		/* translators: 1, 2: addresses. */
		$message = __( 'The server’s address was not saved: it must look like %1$s or %2$s, without name, password, ? or #.', 'onlookers' );
		onlookers_complain( sprintf( $message, 'https://live.example.org', 'https://www.example.org/onlookers' ), 'error' );
		onlookers_keep_refused( 'server', $sent );
		return $saved;
	}
	if ( onlookers_is_mixed( $clean ) ) {
		onlookers_complain( onlookers_mixed_text(), 'warning' );
	}
	return $clean;
}

/**
 * Cleans the server's address for PHP, likewise.
 *
 * @param string $sent  What was sent.
 * @param string $saved Stays where it is not to be changed, and when that is no address.
 * @return string
 */
function onlookers_sanitize_internal( $sent, $saved ) {
	if ( ! onlookers_speaks_for_all() || '' !== onlookers_constant( 'ONLOOKERS_SERVER_INTERNAL' ) ) {
		return $saved;
	}
	$clean = onlookers_clean_address( $sent );
	if ( null === $clean ) {
		/* translators: %s: address. */
		$message = __( 'The address for WordPress was not saved: it must look like %s, without name, password, ? or #.', 'onlookers' );
		onlookers_complain( sprintf( $message, 'http://onlookers:3000' ), 'error' );
		onlookers_keep_refused( 'server_internal', $sent );
		return $saved;
	}
	return $clean;
}

/**
 * An address as it is saved.
 *
 * @param string $sent What was sent.
 * @return string|null Null when it is none; empty when it is empty.
 */
function onlookers_clean_address( $sent ) {
	$sent = onlookers_bare_address( (string) $sent );
	if ( '' === $sent ) {
		return '';
	}
	$parts = wp_parse_url( $sent );
	$clean = esc_url_raw( $sent, array( 'http', 'https' ) );
	$whole = isset( $parts['scheme'], $parts['host'] ) && ! array_intersect_key( $parts, array_flip( array( 'user', 'pass', 'query', 'fragment' ) ) );
	$whole = $whole && preg_match( '/^(\[[0-9a-f:.]+\]|[^\s%<>\\\\^|[\]]+)$/Di', $parts['host'] ); // WHATWG URL: forbidden host code points.
	return $whole && '' !== $clean ? untrailingslashit( $clean ) : null;
}

/**
 * Says above the settings what is wrong with the address; elsewhere there is nobody to hear it.
 *
 * @param string $message What is wrong.
 * @param string $type    `error` or `warning`.
 */
function onlookers_complain( $message, $type ) {
	if ( function_exists( 'add_settings_error' ) ) {
		add_settings_error( 'onlookers', 'onlookers-server', $message, $type );
	}
}

/**
 * Keeps what was refused for the page that says so: whoever has mistyped a letter need not type all again.
 *
 * @param string $name  Setting.
 * @param string $value What was sent.
 */
function onlookers_keep_refused( $name, $value ) {
	$refused = get_transient( 'onlookers_refused' );
	$refused = is_array( $refused ) ? $refused : array();

	$refused[ get_current_user_id() ][ $name ] = (string) $value;
	set_transient( 'onlookers_refused', $refused, MINUTE_IN_SECONDS );
}

/**
 * What the one who looks has typed and we have refused. It is shown once.
 *
 * @param string $name Setting.
 * @return string|null
 */
function onlookers_take_refused( $name ) {
	$refused = get_transient( 'onlookers_refused' );
	$user    = get_current_user_id();
	if ( ! isset( $refused[ $user ][ $name ] ) ) {
		return null;
	}
	$value = $refused[ $user ][ $name ];
	unset( $refused[ $user ][ $name ] );
	set_transient( 'onlookers_refused', $refused, MINUTE_IN_SECONDS );
	return $value;
}

/**
 * Cleans a secret. The page never shows it, so that an empty field means: leave it as it is.
 *
 * @param array  $settings What was sent.
 * @param string $name     `secret` or `token`.
 * @param array  $saved    What was saved.
 * @return string
 */
function onlookers_sanitize_secret( $settings, $name, $saved ) {
	if ( ! empty( $settings[ 'forget_' . $name ] ) ) {
		return '';
	}
	$sent = trim( (string) $settings[ $name ] );
	return '' === $sent ? $saved[ $name ] : substr( preg_replace( '/[\x00-\x1f\x7f]/', '', $sent ), 0, 1024 );
}

/**
 * One of several.
 *
 * @param string   $sent    What was sent.
 * @param string[] $choices Labels by value.
 * @param string   $saved   Stays when it is none of them.
 * @return string
 */
function onlookers_sanitize_choice( $sent, $choices, $saved ) {
	return is_string( $sent ) && isset( $choices[ $sent ] ) ? $sent : $saved;
}

/**
 * The types of posts that may be counted.
 *
 * @return string[] Labels by name.
 */
function onlookers_post_types() {
	$types = get_post_types( array( 'public' => true ), 'objects' );
	unset( $types['attachment'] );
	return wp_list_pluck( $types, 'label', 'name' );
}

/**
 * Where the count stands.
 *
 * @return string[] Labels by value.
 */
function onlookers_placements() {
	return array(
		'above' => __( 'Above the content', 'onlookers' ),
		'below' => __( 'Below the content', 'onlookers' ),
		'none'  => __( 'Nowhere: I place it by block, shortcode or template', 'onlookers' ),
	);
}

/**
 * What can be counted.
 *
 * @return string[] Labels by value.
 */
function onlookers_counts() {
	return array(
		'others'  => __( 'Other people who are reading now', 'onlookers' ),
		'viewers' => __( 'People who are reading now', 'onlookers' ),
		'views'   => __( 'Views ever', 'onlookers' ),
	);
}
