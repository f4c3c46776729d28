<?php
/**
 * What programs read of a post by WordPress' REST API.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Adds the field `onlookers` to the posts that are counted. Nobody writes by it: the server counts. */
function onlookers_register_rest_field() {
	$field = array(
		'get_callback' => 'onlookers_rest_field',
		'schema'       => array(
			'description' => __( 'Views, as last written back.', 'onlookers' ),
			'type'        => 'object',
			'context'     => array( 'view', 'edit', 'embed' ),
			'readonly'    => true,
			'properties'  => array( 'views' => array( 'type' => 'integer' ) ),
		),
	);
	if ( '' !== onlookers_server() && onlookers_setting( 'post_types' ) ) {
		register_rest_field( onlookers_setting( 'post_types' ), 'onlookers', $field );
	}
}
add_action( 'rest_api_init', 'onlookers_register_rest_field' );

/**
 * The field.
 *
 * @param array $post The answer as it is put together.
 * @return int[]
 */
function onlookers_rest_field( $post ) {
	return array( 'views' => onlookers_summed_views( $post['id'] ) );
}
