<?php
/**
 * Corrections: what WordPress remembers is restored to a server that has lost it; one post's views are set, or reset.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** The server takes so many posts in one request. */
define( 'ONLOOKERS_EDIT_BATCH', 1000 );

/** The most viewed posts, by which it is seen whether the server has lost views; one request. */
define( 'ONLOOKERS_SAMPLE', 100 );

/** The highest number that the server takes: JavaScript's. */
define( 'ONLOOKERS_MOST_VIEWS', 9007199254740991 );

/**
 * Has the server change views.
 *
 * @param string $method HTTP's: POST imports, PUT sets or restores, DELETE forgets.
 * @param string $path   Behind `/api/admin/views`: empty, or a slash and a post's name.
 * @param array  $body   Is sent as JSON.
 * @param string $token  The server's `admin.token`.
 * @return array|WP_Error
 */
function onlookers_edit( $method, $path, $body, $token ) {
	$answer = onlookers_request(
		'/api/admin/views' . $path,
		array(
			'method'  => $method,
			'timeout' => 15,
			'headers' => array(
				'Authorization' => 'Bearer ' . $token,
				'Content-Type'  => 'application/json',
			),
			'body'    => wp_json_encode( $body ),
		)
	);
	$data = is_wp_error( $answer ) ? $answer->get_error_data() : array();
	if ( isset( $data['status'] ) && in_array( $data['status'], array( 401, 403, 429 ), true ) ) {
		return new WP_Error( 'onlookers_token', onlookers_token_text() );
	}
	return $answer;
}

/**
 * Views by the names that the server knows.
 *
 * @param int[] $views Views by post.
 * @return object
 */
function onlookers_named( $views ) {
	$named = array();
	foreach ( $views as $post_id => $number ) {
		$named[ onlookers_post_name( $post_id ) ] = min( $number, ONLOOKERS_MOST_VIEWS );
	}
	return (object) $named;
}

/**
 * Raises the server's views to what WordPress remembers of the next posts. Nothing is ever lowered by it.
 *
 * @param int    $after Only posts with a higher number.
 * @param string $token The server's `admin.token`.
 * @return array|WP_Error `posts` were looked at, `changed` of them were raised; `last` is the last one, 0 when there is none.
 */
function onlookers_restore( $after, $token ) {
	$views = onlookers_remembered_views( $after );
	if ( ! $views ) {
		return array( 'posts' => 0, 'changed' => 0, 'last' => 0 );
	}
	$answer = onlookers_edit( 'PUT', '', array( 'atLeast' => onlookers_named( $views ) ), $token );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	return array(
		'posts'   => count( $views ),
		'changed' => isset( $answer['changed'] ) ? (int) $answer['changed'] : 0,
		'last'    => max( array_keys( $views ) ),
	);
}

/**
 * What WordPress remembers of its posts' views. A copy's number is another post's.
 *
 * @param int $after Only posts with a higher number.
 * @return int[] Views by post.
 */
function onlookers_remembered_views( $after ) {
	global $wpdb;
	$types = onlookers_setting( 'post_types' );
	if ( ! $types ) {
		return array();
	}
	$marks = implode( ', ', array_fill( 0, count( $types ), '%s' ) );
	return onlookers_read_views(
		"SELECT posts.ID AS id, MAX( counted.meta_value + 0 ) AS views
			FROM $wpdb->postmeta counted
			INNER JOIN $wpdb->posts posts ON posts.ID = counted.post_id AND posts.post_type IN ( $marks )
			WHERE counted.meta_key = %s AND counted.meta_value + 0 > 0 AND posts.ID > %d
			AND NOT " . onlookers_sql_of_copies( 'posts.ID' ) . '
			GROUP BY posts.ID ORDER BY posts.ID LIMIT %d',
		array_merge( $types, array( onlookers_views_meta_key(), $after, ONLOOKERS_EDIT_BATCH ) )
	);
}

/**
 * Whether the server knows less than WordPress does, by the most viewed of the posts that we have written.
 *
 * @return array|WP_Error `posts` of which it knows less, and their views `here` and `there`; `posts` is 0 when all is well.
 */
function onlookers_lost_views() {
	$lost  = array( 'posts' => 0, 'here' => 0, 'there' => 0 );
	$views = onlookers_most_viewed();
	if ( ! $views ) {
		return $lost;
	}
	$counts = onlookers_read_counts( array_keys( $views ) );
	if ( is_wp_error( $counts ) ) {
		return $counts;
	}
	foreach ( $counts as $post_id => $count ) {
		if ( $count['views'] < $views[ $post_id ] ) {
			++$lost['posts'];
			$lost['here']  += $views[ $post_id ];
			$lost['there'] += $count['views'];
		}
	}
	return $lost;
}

/**
 * The most viewed of the posts that we have written. What another plugin has counted, and nobody imported, is none of the
 * server's losses.
 *
 * @return int[] Views by post.
 */
function onlookers_most_viewed() {
	global $wpdb;
	return onlookers_read_views(
		"SELECT counted.post_id AS id, MAX( counted.meta_value + 0 ) AS views
			FROM $wpdb->postmeta counted
			INNER JOIN $wpdb->postmeta owner ON owner.post_id = counted.post_id AND owner.meta_key = %s
			AND owner.meta_value = CONCAT( %s, counted.post_id )
			WHERE counted.meta_key = %s AND counted.meta_value + 0 > 0
			GROUP BY counted.post_id ORDER BY views DESC LIMIT %d",
		array( ONLOOKERS_OWNER_META_KEY, onlookers_owner_prefix(), onlookers_views_meta_key(), ONLOOKERS_SAMPLE )
	);
}

/**
 * Says what has been lost.
 *
 * @param array $lost As of onlookers_lost_views().
 * @return string Empty when nothing has.
 */
function onlookers_lost_text( $lost ) {
	if ( ! $lost['posts'] ) {
		return '';
	}
	$text = sprintf(
		/* translators: 1: number of posts, 2: number of posts that were looked at. */
		_n( 'The server knows fewer views than WordPress of %1$s of the %2$s most viewed posts:', 'The server knows fewer views than WordPress of %1$s of the %2$s most viewed posts:', $lost['posts'], 'onlookers' ),
		number_format_i18n( $lost['posts'] ),
		number_format_i18n( ONLOOKERS_SAMPLE )
	);
	/* translators: 1, 2: numbers of views. */
	return $text . ' ' . sprintf( __( '%1$s there, %2$s here.', 'onlookers' ), number_format_i18n( $lost['there'] ), number_format_i18n( $lost['here'] ) );
}

/**
 * Sets one post's views, on the server and here, higher or lower.
 *
 * @param int    $post_id Post.
 * @param int    $views   0 to ONLOOKERS_MOST_VIEWS.
 * @param string $token   The server's `admin.token`.
 * @return true|WP_Error
 */
function onlookers_set_views( $post_id, $views, $token ) {
	$answer = onlookers_edit( 'PUT', '/' . onlookers_post_name( $post_id ), array( 'views' => $views ), $token );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	if ( onlookers_is_copied( $post_id ) ) {
		onlookers_disown( $post_id );
	}
	onlookers_put_views( $post_id, $views );
	return true;
}

/**
 * Has the server forget posts' views, and begins at zero here, too.
 *
 * @param int[]  $ids   At most ONLOOKERS_EDIT_BATCH posts.
 * @param string $token The server's `admin.token`.
 * @return true|WP_Error
 */
function onlookers_reset_views( $ids, $token ) {
	$answer = onlookers_edit( 'DELETE', '', array( 'posts' => array_map( 'onlookers_post_name', $ids ) ), $token );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	foreach ( $ids as $post_id ) {
		onlookers_disown( $post_id );
		onlookers_put_views( $post_id, 0 ); // Themes that sort by it leave out posts without it.
	}
	return true;
}
