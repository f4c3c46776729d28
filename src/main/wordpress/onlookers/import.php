<?php
/**
 * Import: views that another plugin has counted seed the server's, once for each post.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** The server takes so many posts in one request. */
define( 'ONLOOKERS_IMPORT_BATCH', 1000 );

/**
 * Where views can be imported from.
 *
 * @return string[] Names of plugins.
 */
function onlookers_import_sources() {
	return array(
		'postviews'          => 'WP-PostViews',
		'post-views-counter' => 'Post Views Counter',
	);
}

/**
 * Imports the next posts. Doing it again is harmless: the server takes each post's number once ever.
 *
 * @param string $source Key of onlookers_import_sources().
 * @param int    $after  Only posts with a higher number.
 * @param string $token  The server's `admin.token`.
 * @return array|WP_Error `imported` and `already` are numbers of posts; `last` is the last post, 0 when there is none.
 */
function onlookers_import( $source, $after, $token ) {
	$views = 'postviews' === $source ? onlookers_read_postviews( $after ) : onlookers_read_post_views_counter( $after );
	if ( ! $views ) {
		return array( 'imported' => 0, 'already' => 0, 'last' => 0 );
	}
	$answer = onlookers_send_views( $views, $token );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	onlookers_look_at_all_posts(); // Their numbers have changed, and nobody has read them.
	return array(
		'imported' => isset( $answer['imported'] ) ? (int) $answer['imported'] : 0,
		'already'  => isset( $answer['already'] ) ? (int) $answer['already'] : 0,
		'last'     => max( array_keys( $views ) ),
	);
}

/**
 * Sends views to the server.
 *
 * @param int[]  $views Views by post.
 * @param string $token The server's `admin.token`.
 * @return array|WP_Error
 */
function onlookers_send_views( $views, $token ) {
	return onlookers_edit( 'POST', '', array( 'views' => onlookers_named( $views ) ), $token );
}

/**
 * Views of WP-PostViews. Write-back uses the same meta; where it has been, the number that stood there before counts.
 *
 * @param int $after Only posts with a higher number.
 * @return int[] Views by post.
 */
function onlookers_read_postviews( $after ) {
	global $wpdb;
	return onlookers_read_views(
		// A copy's number is another post's, whoever has counted it.
		"SELECT theirs.post_id AS id, MAX( COALESCE( base.meta_value, theirs.meta_value ) + 0 ) AS views
			FROM $wpdb->postmeta theirs
			INNER JOIN $wpdb->posts posts ON posts.ID = theirs.post_id
			LEFT JOIN $wpdb->postmeta base ON base.post_id = theirs.post_id AND base.meta_key = %s
			WHERE theirs.meta_key = 'views' AND COALESCE( base.meta_value, theirs.meta_value ) + 0 > 0 AND theirs.post_id > %d
			AND NOT " . onlookers_sql_of_copies( 'theirs.post_id' ) . '
			GROUP BY theirs.post_id ORDER BY theirs.post_id LIMIT %d',
		array( 'views' === onlookers_views_meta_key() ? ONLOOKERS_BASE_META_KEY : '', $after, ONLOOKERS_IMPORT_BATCH )
	);
}

/**
 * Views of Post Views Counter: the rows of type 4 are the totals.
 *
 * @param int $after Only posts with a higher number.
 * @return int[] Views by post.
 */
function onlookers_read_post_views_counter( $after ) {
	global $wpdb;
	$table = $wpdb->prefix . 'post_views';
	// phpcs:ignore WordPress.DB -- Another plugin's table.
	if ( $table !== $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $table ) ) ) ) {
		return array();
	}
	return onlookers_read_views(
		"SELECT theirs.id AS id, MAX( theirs.count ) AS views
			FROM $table theirs
			INNER JOIN $wpdb->posts posts ON posts.ID = theirs.id
			WHERE theirs.type = 4 AND theirs.count > 0 AND theirs.id > %d
			GROUP BY theirs.id ORDER BY theirs.id LIMIT %d",
		array( $after, ONLOOKERS_IMPORT_BATCH )
	);
}

/**
 * Reads views.
 *
 * @param string $sql    Yields `id` and `views`.
 * @param array  $values For its placeholders.
 * @return int[] Views by post.
 */
function onlookers_read_views( $sql, $values ) {
	global $wpdb;
	$views = array();
	// phpcs:ignore WordPress.DB -- Other plugins' numbers, read once.
	foreach ( $wpdb->get_results( $wpdb->prepare( $sql, $values ) ) as $row ) {
		$views[ (int) $row->id ] = (int) $row->views;
	}
	return $views;
}
