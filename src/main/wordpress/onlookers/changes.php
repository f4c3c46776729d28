<?php
/**
 * What has changed since the last write-back: the server lists which posts were read on which days.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** The server remembers so many days. */
define( 'ONLOOKERS_DAYS', 30 );

/** A list that is sorted by views goes by numbers that are not older, in seconds. */
define( 'ONLOOKERS_STALE', MINUTE_IN_SECONDS );

/** Stands before the name of a deleted post, as the name of an option. */
define( 'ONLOOKERS_DELETED', 'onlookers_deleted_' );

/** The server counts a view for its day in batches, in seconds. */
define( 'ONLOOKERS_BATCH', 5 * MINUTE_IN_SECONDS );

/**
 * Writes back the posts that have been read since the last time.
 *
 * @return int|WP_Error How many numbers changed.
 */
function onlookers_write_changes() {
	$now  = time();
	$last = onlookers_last_reading();
	$days = onlookers_days_since( $last['at'], $now );
	$read = onlookers_read_days( $days );
	if ( is_wp_error( $read ) ) {
		return $read;
	}
	$same = gmdate( 'Y-m-d', $now ) . '/' . $days;
	$seen = $last['of'] === $same ? $last['views'] : array();
	$new  = array_keys( array_diff_assoc( $read, $seen ) );
	$ids  = array_unique( array_merge( $new, $last['new'] ) ); // A number that we got with the last ones may have been a second old.
	if ( ! $last['at'] || count( $read ) >= ONLOOKERS_RANKING || ( $now - $last['at'] ) > ONLOOKERS_DAYS * DAY_IN_SECONDS ) {
		onlookers_look_on(); // There may be more than it lists.
	}
	$written = onlookers_write_posts( onlookers_existing_posts( $ids ) );
	if ( ! is_wp_error( $written ) ) {
		update_option( 'onlookers_read', array( 'at' => $now, 'of' => $same, 'views' => $read, 'new' => $new ), false );
	}
	return $written;
}

/** The same, when that is longer ago than a list can bear; a server that does not answer is left alone as long. */
function onlookers_write_changes_again() {
	if ( ! onlookers_setting( 'write_back' ) || get_transient( 'onlookers_away' ) || time() - onlookers_last_reading()['at'] < ONLOOKERS_STALE ) {
		return;
	}
	if ( is_wp_error( onlookers_write_changes() ) ) {
		set_transient( 'onlookers_away', 1, ONLOOKERS_STALE );
	}
}

/**
 * What the last run has read.
 *
 * @return array `at`: when; `of`: of which days; `views` in them by post; `new`: the posts whose views had changed.
 */
function onlookers_last_reading() {
	$never = array( 'at' => 0, 'of' => '', 'views' => array(), 'new' => array() );
	$last  = get_option( 'onlookers_read' );
	$whole = isset( $last['at'], $last['views'], $last['new'] ) && is_int( $last['at'] ) && is_array( $last['views'] ) && is_array( $last['new'] );
	return $whole ? $last + $never : $never;
}

/**
 * How many of the server's days have gone since, today included. They are UTC's.
 *
 * @param int $then Seconds; 0 for never.
 * @param int $now  Seconds.
 * @return int 1 to ONLOOKERS_DAYS.
 */
function onlookers_days_since( $then, $now ) {
	$days = intdiv( $now, DAY_IN_SECONDS ) - intdiv( max( 0, $then - ONLOOKERS_BATCH ), DAY_IN_SECONDS ) + 1;
	return max( 1, min( ONLOOKERS_DAYS, $days ) );
}

/**
 * Reads which posts of this site have been read in the last days.
 *
 * @param int $days 1 to ONLOOKERS_DAYS.
 * @return int[]|WP_Error Views in these days by post; of a server that keeps no days, who is reading now.
 */
function onlookers_read_days( $days ) {
	$answer = onlookers_request( '/api/top?days=' . $days . '&limit=' . ONLOOKERS_RANKING . onlookers_starts() );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	$read = array();
	foreach ( $answer as $row ) {
		$post_id = isset( $row['post'] ) ? onlookers_post_id( $row['post'] ) : 0;
		if ( $post_id ) {
			$read[ $post_id ] = isset( $row['views'] ) ? (int) $row['views'] : -time(); // Without a number it may have changed.
		}
	}
	return $read;
}

/** The next runs look at all posts, if they do not already. */
function onlookers_look_on() {
	if ( ONLOOKERS_NO_TURN === (int) get_option( 'onlookers_turn', 0 ) ) {
		onlookers_look_at_all_posts();
	}
}

/**
 * A deleted post is forgotten on the server, too, where we have its token. Whoever empties a trash of thousands does not wait
 * for that. Each has an option of its own, because several may be deleted at the same moment: of a list that each request reads,
 * adds to and writes, the last one would be left.
 *
 * @param int     $post_id Post.
 * @param WP_Post $post    The same.
 */
function onlookers_note_deleted( $post_id, $post ) {
	if ( '' !== onlookers_server() && '' !== onlookers_admin_token() && onlookers_is_counted_type( $post->post_type ) ) {
		add_option( ONLOOKERS_DELETED . onlookers_post_name( $post_id ), 1, '', false );
	}
}
add_action( 'deleted_post', 'onlookers_note_deleted', 10, 2 );

/**
 * The deleted posts that the server knows still, by its names; at most as many as it takes in one request.
 *
 * @return string[]
 */
function onlookers_deleted_posts() {
	global $wpdb;
	$query = "SELECT option_name FROM $wpdb->options WHERE option_name LIKE %s ORDER BY option_id LIMIT %d";
	// phpcs:ignore WordPress.DB -- WordPress finds no options by the beginning of their names.
	$options = $wpdb->get_col( $wpdb->prepare( $query, $wpdb->esc_like( ONLOOKERS_DELETED ) . '%', ONLOOKERS_EDIT_BATCH ) );
	$names   = array();
	foreach ( $options as $option ) {
		$names[] = substr( $option, strlen( ONLOOKERS_DELETED ) );
	}
	return $names;
}

/** Has the server forget them; when it does not answer, the next run tries again. */
function onlookers_forget_deleted() {
	onlookers_take_over_deleted();
	$names = '' === onlookers_admin_token() ? array() : onlookers_deleted_posts();
	if ( ! $names || is_wp_error( onlookers_edit( 'DELETE', '', array( 'posts' => $names ), onlookers_admin_token() ) ) ) {
		return;
	}
	foreach ( $names as $name ) {
		delete_option( ONLOOKERS_DELETED . $name );
	}
}

/** Earlier versions kept one list. */
function onlookers_take_over_deleted() {
	$names = get_option( 'onlookers_deleted' );
	foreach ( array_filter( (array) $names, 'is_string' ) as $name ) {
		add_option( ONLOOKERS_DELETED . $name, 1, '', false );
	}
	if ( false !== $names ) {
		delete_option( 'onlookers_deleted' );
	}
}
