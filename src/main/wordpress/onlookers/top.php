<?php
/**
 * "Most read": now, today, or in the last days; a list that the reader's browser fills from the server's ranking.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * What a list may be asked for, and what it is unless asked.
 *
 * @return array
 */
function onlookers_top_defaults() {
	return array(
		'limit'  => 5,
		'days'   => 0,
		'title'  => '',
		'counts' => true,
		'line'   => false,
	);
}

/**
 * The times over which posts are compared.
 *
 * @return string[] Labels by number of days, 0 for who is reading now.
 */
function onlookers_top_periods() {
	return array(
		0  => __( 'Right now', 'onlookers' ),
		1  => __( 'Today', 'onlookers' ),
		7  => __( 'The last 7 days', 'onlookers' ),
		30 => __( 'The last 30 days', 'onlookers' ),
	);
}

/**
 * The list before it is filled, as HTML. The ranking names posts by number; titles and links of those that are likely to be in
 * it are printed along, and the browser asks the REST API for the others.
 * `[onlookers_top days="7" limit="5" title="Most read this week" counts="yes" line="no"]`
 *
 * @param array|int|string $args {
 *     Optional; a number is the limit.
 *
 *     @type int    $limit  How many posts, 1 to 20.
 *     @type int    $days   0 ranks by who is reading now, 1 to 30 by the views of so many days, today (UTC) included.
 *     @type string $title  Heading.
 *     @type bool   $counts Whether the number stands beside the title.
 *     @type bool   $line   Whether the post's last 30 days do.
 * }
 * @return string Empty without a server, and where no script runs.
 */
function onlookers_top_list( $args = array() ) {
	if ( onlookers_is_mute() || '' === onlookers_server() ) {
		return '';
	}
	$args = shortcode_atts( onlookers_top_defaults(), is_numeric( $args ) ? array( 'limit' => $args ) : $args, 'onlookers_top' );
	$days = max( 0, min( ONLOOKERS_DAYS, (int) $args['days'] ) );
	$data = array(
		'prefix' => onlookers_post_name( '' ),
		'limit'  => max( 1, min( 20, (int) $args['limit'] ) ),
		'days'   => $days,
		'counts' => wp_validate_boolean( 'no' === $args['counts'] ? false : $args['counts'] ) ? 1 : 0,
		'line'   => wp_validate_boolean( 'no' === $args['line'] ? false : $args['line'] ) ? 1 : 0,
		'known'  => onlookers_json( (object) onlookers_known_posts() ),
		'texts'  => onlookers_json( onlookers_top_texts( $days ) ),
		'empty'  => $days ? __( 'Nothing has been read in this time.', 'onlookers' ) : __( 'Nobody is reading right now.', 'onlookers' ),
		'away'   => onlookers_away_text(),
	);
	onlookers_load_top();
	return onlookers_top_heading( trim( (string) $args['title'] ) )
		. '<ol class="onlookers-top" aria-busy="true"' . onlookers_attributes( onlookers_data( $data ) ) . '>' . onlookers_waiting_item() . '</ol>';
}
add_shortcode( 'onlookers_top', 'onlookers_top_list' );

/**
 * The heading of a list.
 *
 * @param string $title Text.
 * @param int    $level 2 to 6: one below what the list stands in, which is a page's title on the site.
 * @return string HTML; empty without a text.
 */
function onlookers_top_heading( $title, $level = 2 ) {
	return '' === $title ? '' : sprintf( '<h%1$d class="onlookers-top-title">%2$s</h%1$d>', $level, esc_html( $title ) );
}

/**
 * What stands in the list until the server has answered.
 *
 * @return string HTML.
 */
function onlookers_waiting_item() {
	return sprintf(
		'<li class="onlookers-top-empty" style="list-style:none">%s<noscript> %s</noscript></li>',
		esc_html__( 'Asking what is being read…', 'onlookers' ),
		esc_html__( 'This list needs JavaScript.', 'onlookers' )
	);
}

/**
 * How the number beside a title is put into words.
 *
 * @param int $days 0 for readers now, else views.
 * @return string[] By plural category.
 */
function onlookers_top_texts( $days = 0 ) {
	if ( $days ) {
		return onlookers_texts( 'views' );
	}
	$texts = array();
	foreach ( onlookers_plural_samples() as $category => $sample ) {
		/* translators: %s: number of people who are reading a post right now. */
		$texts[ $category ] = _n( '%s reader', '%s readers', $sample, 'onlookers' );
	}
	return $texts;
}

/** Sees to it that this page gets the script that fills the list, once. */
function onlookers_load_top() {
	wp_enqueue_style( 'onlookers' );
	add_action( is_admin() ? 'admin_footer' : 'wp_footer', 'onlookers_print_top' );
}

/** Prints the script that fills the lists. It is given whom to ask: an author may write a list, but no script. */
function onlookers_print_top() {
	wp_print_script_tag(
		array(
			'type' => 'module',
			'id'   => 'onlookers-top',
			'src'  => onlookers_asset( 'top.js' ),
		) + onlookers_data( array( 'server' => onlookers_server(), 'search' => rest_url( 'wp/v2/search' ) ) ) + onlookers_leave_alone()
	);
}

/**
 * Titles and links of the newest posts and of those with most views, looked up at most every ten minutes.
 *
 * @return array[] Title and link by post.
 */
function onlookers_known_posts() {
	$known = get_transient( 'onlookers_known' );
	if ( is_array( $known ) ) {
		return $known;
	}
	$known = array();
	$most  = array(
		'orderby'  => 'meta_value_num',
		'meta_key' => onlookers_views_meta_key(), // phpcs:ignore WordPress.DB.SlowDBQuery -- Every ten minutes.
	);
	foreach ( array( array(), $most ) as $order ) {
		foreach ( onlookers_published_posts( $order ) as $post ) {
			$known[ $post->ID ] = array( onlookers_plain_title( $post ), get_permalink( $post ) );
		}
	}
	set_transient( 'onlookers_known', $known, 10 * MINUTE_IN_SECONDS );
	return $known;
}

/**
 * A few published posts of the types that are counted.
 *
 * @param array $order Arguments of WP_Query that say which.
 * @return WP_Post[]
 */
function onlookers_published_posts( $order ) {
	if ( ! onlookers_setting( 'post_types' ) ) {
		return array();
	}
	return get_posts(
		$order + array(
			'post_type'              => onlookers_setting( 'post_types' ),
			'post_status'            => 'publish',
			'numberposts'            => 20,
			'has_password'           => false,
			'update_post_meta_cache' => false,
			'update_post_term_cache' => true, // Links may contain categories.
		)
	);
}

/**
 * A post's title as plain text.
 *
 * @param WP_Post $post Post.
 * @return string
 */
function onlookers_plain_title( $post ) {
	return html_entity_decode( wp_strip_all_tags( get_the_title( $post ) ), ENT_QUOTES, 'UTF-8' );
}

/** Titles, links and what is published have changed. */
function onlookers_forget_known_posts() {
	delete_transient( 'onlookers_known' );
}
add_action( 'save_post', 'onlookers_forget_known_posts' );
add_action( 'deleted_post', 'onlookers_forget_known_posts' );
add_action( 'update_option_onlookers', 'onlookers_forget_known_posts' );
add_action( 'update_option_permalink_structure', 'onlookers_forget_known_posts' );
