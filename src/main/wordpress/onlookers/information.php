<?php
/**
 * Site Health → Info: what somebody who is to help wants to know. No secret is among it.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Adds our section.
 *
 * @param array[] $sections Sections.
 * @return array[]
 */
function onlookers_add_information( $sections ) {
	$last   = onlookers_last_reading()['at'];
	$next   = wp_next_scheduled( 'onlookers_write_back' );
	$never  = __( 'never', 'onlookers' );
	$fields = array(
		'version'         => array( __( 'Version', 'onlookers' ), ONLOOKERS_VERSION ),
		'server'          => array( __( 'Address', 'onlookers' ), onlookers_server() ),
		'server_internal' => array( __( 'Address for WordPress', 'onlookers' ), onlookers_internal_server() ),
		'secret'          => array( __( 'Secret for tickets', 'onlookers' ), onlookers_yes_or_no( '' !== onlookers_secret() ) ),
		'token'           => array( __( 'Token for administration', 'onlookers' ), onlookers_yes_or_no( '' !== onlookers_admin_token() ) ),
		'names'           => array( __( 'The server’s name of post 13', 'onlookers' ), onlookers_post_name( 13 ) ),
		'post_types'      => array( __( 'Post types', 'onlookers' ), implode( ', ', onlookers_setting( 'post_types' ) ) ),
		'window'          => array( __( 'Minutes in which a reader counts once', 'onlookers' ), (string) onlookers_setting( 'window' ) ),
		'meta'            => array( __( 'Views are written to the meta', 'onlookers' ), onlookers_setting( 'write_back' ) ? onlookers_views_meta_key() : $never ),
		'last'            => array( __( 'Last write-back', 'onlookers' ), $last ? gmdate( 'c', $last ) : $never ),
		'next'            => array( __( 'Next write-back', 'onlookers' ), $next ? gmdate( 'c', $next ) : $never ),
	);

	$sections['onlookers'] = array( 'label' => 'Onlookers', 'fields' => array_map( 'onlookers_information', $fields ) );
	return $sections;
}
add_filter( 'debug_information', 'onlookers_add_information' );

/**
 * One line.
 *
 * @param string[] $line Label and value.
 * @return string[]
 */
function onlookers_information( $line ) {
	return array( 'label' => $line[0], 'value' => $line[1] );
}

/**
 * A truth in words.
 *
 * @param bool $truth Truth.
 * @return string
 */
function onlookers_yes_or_no( $truth ) {
	return $truth ? __( 'yes', 'onlookers' ) : __( 'no', 'onlookers' );
}
