<?php
/**
 * The Onlookers server, as PHP asks it: over HTTP, and never while a reader waits for a page.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds that every step may take. */
define( 'ONLOOKERS_TIMEOUT', 3 );

/** How many posts of a ranking are asked for. */
define( 'ONLOOKERS_RANKING', 1000 );

/**
 * Asks the server.
 *
 * @param string $path Path below the server's address.
 * @param array  $args As of wp_remote_request().
 * @return array|WP_Error The answer's JSON.
 */
function onlookers_request( $path, $args = array() ) {
	if ( '' === onlookers_server() ) {
		return new WP_Error( 'onlookers_no_server', __( 'The address of the Onlookers server is not set.', 'onlookers' ) );
	}
	return onlookers_answer( onlookers_ask( onlookers_internal_server(), $path, $args ) );
}

/**
 * Reads an answer of the server's.
 *
 * @param array|WP_Error $response As of wp_remote_request().
 * @return array|WP_Error
 */
function onlookers_answer( $response ) {
	if ( is_wp_error( $response ) ) {
		return $response;
	}
	$status = (int) wp_remote_retrieve_response_code( $response );
	$body   = json_decode( wp_remote_retrieve_body( $response ), true );
	if ( 200 === $status && is_array( $body ) ) {
		return $body;
	}
	$said = is_array( $body ) ? $body + array( 'message' => '', 'reason' => '' ) : array( 'message' => '', 'reason' => '' );
	/* translators: 1: HTTP status code, 2: the server's own words. */
	$message = sprintf( __( 'The Onlookers server answered with status %1$d. %2$s', 'onlookers' ), $status, $said['message'] . $said['reason'] );
	return new WP_Error( 'onlookers_refused', trim( $message ), array( 'status' => $status ) );
}

/**
 * Reads the counts of posts.
 *
 * @param int[] $ids At most 100 posts.
 * @return array|WP_Error `viewers` and `views` by post.
 */
function onlookers_read_counts( $ids ) {
	$names  = array_map( 'onlookers_post_name', $ids );
	$answer = onlookers_request( '/api/posts?ids=' . implode( ',', $names ) );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	$counts = array();
	foreach ( $answer as $row ) {
		if ( isset( $row['post'], $row['viewers'], $row['views'] ) && onlookers_post_id( $row['post'] ) ) {
			$counts[ onlookers_post_id( $row['post'] ) ] = array(
				'viewers' => (int) $row['viewers'],
				'views'   => (int) $row['views'],
			);
		}
	}
	return $counts;
}

/**
 * Reads which posts of this site are read most now. Where sites share the server, theirs are passed over.
 *
 * @return array|WP_Error Viewers by post, most first.
 */
function onlookers_read_top() {
	$answer = onlookers_request( '/api/top?limit=' . ONLOOKERS_RANKING . onlookers_starts() );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	$top = array();
	foreach ( $answer as $row ) {
		if ( isset( $row['post'], $row['viewers'] ) && onlookers_post_id( $row['post'] ) ) {
			$top[ onlookers_post_id( $row['post'] ) ] = (int) $row['viewers'];
		}
	}
	return $top;
}

/**
 * Asks rankings for this site's posts only.
 *
 * @return string A parameter, empty where posts are called by their number alone.
 */
function onlookers_starts() {
	$prefix = onlookers_post_name( '' );
	return '' === $prefix ? '' : '&starts=' . rawurlencode( $prefix );
}

/**
 * The same, at most five seconds old: a page of the admin's does not ask twice.
 *
 * @return int[] Empty when the server does not answer.
 */
function onlookers_recent_top() {
	$top = get_transient( 'onlookers_top' );
	if ( ! is_array( $top ) ) {
		$top = onlookers_read_top();
		$top = is_wp_error( $top ) ? array() : $top;
		set_transient( 'onlookers_top', $top, 5 );
	}
	return $top;
}

/**
 * Why a number does not come.
 *
 * @return string
 */
function onlookers_away_text() {
	return __( 'The Onlookers server does not answer, so that nothing can be shown now.', 'onlookers' );
}
