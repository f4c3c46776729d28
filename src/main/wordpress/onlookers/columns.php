<?php
/**
 * The lists of posts: who is reading now and how many ever did, live and sortable.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Adds the columns.
 *
 * @param string[] $columns   Titles by column.
 * @param string   $post_type The list's type; pages have a list, and a filter, of their own.
 * @return string[]
 */
function onlookers_add_columns( $columns, $post_type = 'page' ) {
	if ( '' === onlookers_server() || ! onlookers_is_counted_type( $post_type ) ) {
		return $columns;
	}
	return $columns + array(
		'onlookers'       => __( 'Reading now', 'onlookers' ),
		'onlookers_views' => __( 'Views', 'onlookers' ),
	);
}
add_filter( 'manage_posts_columns', 'onlookers_add_columns', 10, 2 );
add_filter( 'manage_pages_columns', 'onlookers_add_columns' );

/** The columns are as wide as their titles. */
function onlookers_style_columns() {
	if ( 'edit' === get_current_screen()->base ) {
		wp_enqueue_style( 'onlookers' );
	}
}
add_action( 'admin_enqueue_scripts', 'onlookers_style_columns' );

/**
 * Fills a cell. The browser keeps it up to date.
 *
 * @param string $column  Column.
 * @param int    $post_id Post.
 */
function onlookers_fill_column( $column, $post_id ) {
	// phpcs:disable WordPress.Security.EscapeOutput -- Escaped where it is put together.
	if ( 'onlookers' === $column ) {
		echo onlookers_watched( $post_id, 'viewers', array(), '–' );
	} elseif ( 'onlookers_views' === $column ) {
		echo onlookers_watched( $post_id, 'views', array(), number_format_i18n( onlookers_own_views( $post_id ) ) );
	}
	// phpcs:enable
}
add_action( 'manage_posts_custom_column', 'onlookers_fill_column', 10, 2 );
add_action( 'manage_pages_custom_column', 'onlookers_fill_column', 10, 2 );

/**
 * Makes the columns sortable, the most first at the first click, where WordPress learns the numbers that browsers show.
 *
 * @param array $columns What is sortable by what.
 * @return array
 */
function onlookers_sortable_columns( $columns ) {
	if ( ! onlookers_may_ask( onlookers_internal_server() ) ) {
		return $columns;
	}
	$columns['onlookers'] = array( 'onlookers', true );
	if ( onlookers_setting( 'write_back' ) ) { // Otherwise the database knows none of the numbers that are shown.
		$columns['onlookers_views'] = array( 'onlookers_views', true );
	}
	return $columns;
}

/** Each type's list has a filter of its own. */
function onlookers_hook_sortable_columns() {
	foreach ( onlookers_setting( 'post_types' ) as $post_type ) {
		add_filter( 'manage_edit-' . $post_type . '_sortable_columns', 'onlookers_sortable_columns' );
	}
}
add_action( 'admin_init', 'onlookers_hook_sortable_columns' );

/** Who sorts by views sees numbers beside them that are right to the moment: what has been written is brought up to date. */
function onlookers_write_back_before_list() {
	// phpcs:ignore WordPress.Security.NonceVerification -- Nothing is done that is not done every five minutes.
	$by = isset( $_GET['orderby'] ) && is_string( $_GET['orderby'] ) ? sanitize_key( $_GET['orderby'] ) : '';
	if ( 'onlookers_views' === $by && '' !== onlookers_server() ) {
		onlookers_write_changes_again();
	}
}
add_action( 'load-edit.php', 'onlookers_write_back_before_list' );

/**
 * Sorts the list. Who reads now is known to the server alone, which is asked once.
 *
 * @param string   $orderby SQL.
 * @param WP_Query $query   The list's query.
 * @return string
 */
function onlookers_sort( $orderby, $query ) {
	if ( ! is_admin() || ! $query->is_main_query() ) {
		return $orderby;
	}
	$numbers = array(
		'onlookers'       => 'onlookers_sql_of_viewers',
		'onlookers_views' => 'onlookers_sql_of_views',
	);
	$by      = $query->get( 'orderby' );
	if ( ! is_string( $by ) || ! isset( $numbers[ $by ] ) ) {
		return $orderby;
	}
	return onlookers_sql_of_order( $numbers[ $by ], $query );
}
add_filter( 'posts_orderby', 'onlookers_sort', 10, 2 );

/**
 * An order by a post's number; the newest first where that is the same.
 *
 * @param callable $number Gives SQL for the number.
 * @param WP_Query $query  Says in which direction.
 * @return string SQL.
 */
function onlookers_sql_of_order( $number, $query ) {
	$order = 'ASC' === strtoupper( (string) $query->get( 'order' ) ) ? 'ASC' : 'DESC';
	$posts = $GLOBALS['wpdb']->posts;
	return call_user_func( $number ) . " $order, $posts.post_date DESC, $posts.ID DESC";
}

/**
 * A post's viewers.
 *
 * @return string SQL.
 */
function onlookers_sql_of_viewers() {
	$cases = ' WHEN 0 THEN 0'; // The server may know of no reader, and SQL wants one case.
	foreach ( onlookers_recent_top() as $id => $viewers ) {
		$cases .= sprintf( ' WHEN %d THEN %d', $id, $viewers );
	}
	return "CASE {$GLOBALS['wpdb']->posts}.ID$cases ELSE 0 END";
}

/**
 * A post's views as last written back.
 *
 * @return string SQL.
 */
function onlookers_sql_of_views() {
	global $wpdb;
	return $wpdb->prepare(
		"( SELECT COALESCE( MAX( counted.meta_value + 0 ), 0 ) FROM $wpdb->postmeta counted
			WHERE counted.post_id = $wpdb->posts.ID AND counted.meta_key = %s
			AND NOT " . onlookers_sql_of_copies( "$wpdb->posts.ID" ) . ' )',
		onlookers_views_meta_key()
	);
}
