<?php
/**
 * Lists of posts on the site, the most viewed first: the block Query Loop, and `WP_Query` with the order `onlookers_views`. It
 * goes by what has been written back, and asks no server.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** In the attribute `query` of core/query, and so in the editor's request for a preview. */
define( 'ONLOOKERS_ORDER', 'onlookersOrder' );

/**
 * Sorts a query that asks for it. A page's own query takes its order from the address that a reader may type, and is left
 * alone; the lists of the administration see to theirs (columns.php).
 *
 * @param string   $orderby SQL.
 * @param WP_Query $query   Query.
 * @return string
 */
function onlookers_sort_by_views( $orderby, $query ) {
	if ( $query->is_main_query() || 'onlookers_views' !== $query->get( 'orderby' ) ) {
		return $orderby;
	}
	return onlookers_sql_of_order( 'onlookers_sql_of_views', $query );
}
add_filter( 'posts_orderby', 'onlookers_sort_by_views', 10, 2 );

/**
 * The most viewed first in a Query Loop that is set so.
 *
 * @param array    $vars  Arguments of WP_Query.
 * @param WP_Block $block The block of the posts, which knows of the loop around it.
 * @return array
 */
function onlookers_query_loop( $vars, $block ) {
	$query = isset( $block->context['query'] ) && is_array( $block->context['query'] ) ? $block->context['query'] : array();
	return onlookers_ordered( $vars, $query );
}
add_filter( 'query_loop_block_query_vars', 'onlookers_query_loop', 10, 2 );

/**
 * Likewise in its preview.
 *
 * @param array           $vars    Arguments of WP_Query.
 * @param WP_REST_Request $request Request.
 * @return array
 */
function onlookers_query_loop_preview( $vars, $request ) {
	return onlookers_ordered( $vars, array( ONLOOKERS_ORDER => $request->get_param( ONLOOKERS_ORDER ) ) );
}

/**
 * Puts the order into a query.
 *
 * @param array $vars  Arguments of WP_Query.
 * @param array $asked May have ONLOOKERS_ORDER.
 * @return array
 */
function onlookers_ordered( $vars, $asked ) {
	if ( isset( $asked[ ONLOOKERS_ORDER ] ) && 'views' === $asked[ ONLOOKERS_ORDER ] && onlookers_can_order() ) {
		$vars['orderby'] = 'onlookers_views';
	}
	return $vars;
}

/**
 * Whether WordPress knows the posts' views.
 *
 * @return bool
 */
function onlookers_can_order() {
	return '' !== onlookers_server() && onlookers_setting( 'write_back' );
}

/**
 * Names the order among what the REST API takes.
 *
 * @param array $params Parameters.
 * @return array
 */
function onlookers_order_param( $params ) {
	$params[ ONLOOKERS_ORDER ] = array(
		'description' => __( 'The most viewed first, by the views as last written back.', 'onlookers' ),
		'type'        => 'string',
		'enum'        => array( 'views' ),
	);
	return $params;
}

/** Each type's API has filters of its own. */
function onlookers_hook_order_params() {
	foreach ( onlookers_setting( 'post_types' ) as $post_type ) {
		add_filter( "rest_{$post_type}_collection_params", 'onlookers_order_param' );
		add_filter( "rest_{$post_type}_query", 'onlookers_query_loop_preview', 10, 2 );
	}
}
add_action( 'rest_api_init', 'onlookers_hook_order_params', 5 ); // Before the routes are made.

/** Adds the variation and the switch to the block editor. */
function onlookers_add_query_loop() {
	if ( ! onlookers_can_order() ) {
		return;
	}
	$parts = array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-compose', 'wp-element', 'wp-hooks', 'wp-i18n' );
	wp_enqueue_script( 'onlookers-query-block', plugins_url( 'blocks/query/editor.js', ONLOOKERS_FILE ), $parts, ONLOOKERS_VERSION, true );
	onlookers_translate_script( 'onlookers-query-block' );
}
add_action( 'enqueue_block_editor_assets', 'onlookers_add_query_loop' );
