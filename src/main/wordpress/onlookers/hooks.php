<?php
/**
 * Where WordPress asks for what is printed into pages.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** A reader counts, whether or not the number is shown on the page; and the admin bar may be too late to ask. */
function onlookers_count_reader() {
	if ( '' !== onlookers_server() && ( onlookers_page_post() || ( is_admin_bar_showing() && is_singular() ) ) ) {
		onlookers_load_client();
	}
}
add_action( 'wp_enqueue_scripts', 'onlookers_count_reader' );

/**
 * Puts the count above or below the page's own post.
 *
 * @param string $content The post's content.
 * @return string
 */
function onlookers_place( $content ) {
	$placement = onlookers_setting( 'placement' );
	if ( 'none' === $placement || ! onlookers_is_place() ) {
		return $content;
	}
	$count = onlookers_get();
	if ( '' === $count || onlookers_has_count( $content, get_the_ID() ) || onlookers_is_in_template() ) {
		return $content;
	}
	$line = '<p class="onlookers-line">' . $count . '</p>';
	return 'above' === $placement ? $line . $content : $content . $line;
}
add_filter( 'the_content', 'onlookers_place', 20 );

/**
 * Whether a block or a shortcode shows the post's count already.
 *
 * @param string $content The post's content.
 * @param int    $post_id Post.
 * @return bool
 */
function onlookers_has_count( $content, $post_id ) {
	$pattern = sprintf( '/ data-onlookers-(?:post|sum)="%s"/', preg_quote( onlookers_post_name( $post_id ), '/' ) );
	return 1 === preg_match( $pattern, $content );
}

/**
 * Whether the content that is being filtered is the page's own post, and not an excerpt, a feed or a post beside it.
 *
 * @return bool
 */
function onlookers_is_place() {
	return in_the_loop() && is_main_query() && ! is_feed() && ! doing_filter( 'get_the_excerpt' )
		&& is_singular() && get_the_ID() === get_queried_object_id()
		&& onlookers_is_counted_type( get_post_type() ) && ! post_password_required();
}

/**
 * `[onlookers count="others" post="13" style="pill"]`
 *
 * @param array|string $attributes As of onlookers_get().
 * @return string
 */
function onlookers_shortcode( $attributes ) {
	return onlookers_get( shortcode_atts( onlookers_args(), $attributes, 'onlookers' ) );
}
add_shortcode( 'onlookers', 'onlookers_shortcode' );

/**
 * The count in the admin bar, on a post's own page, for whoever may edit it.
 *
 * @param WP_Admin_Bar $bar The bar.
 */
function onlookers_add_to_admin_bar( $bar ) {
	$post = get_queried_object();
	if ( is_admin() || '' === onlookers_server() || ! $post instanceof WP_Post || ! onlookers_is_counted_type( $post->post_type ) ) {
		return;
	}
	if ( ! current_user_can( 'edit_post', $post->ID ) ) {
		return;
	}
	onlookers_load_client();
	$texts = onlookers_data( onlookers_texts( 'viewers' ) );
	$bar->add_node(
		array(
			'id'    => 'onlookers',
			'title' => '<span class="ab-icon dashicons dashicons-visibility" aria-hidden="true"></span>'
				. onlookers_placeholder( $post->ID, 'viewers', array( 'class' => 'ab-label' ) + $texts, '–' ),
			'href'  => add_query_arg( array( 'post_type' => $post->post_type, 'orderby' => 'onlookers', 'order' => 'desc' ), admin_url( 'edit.php' ) ),
		)
	);
}
add_action( 'admin_bar_menu', 'onlookers_add_to_admin_bar', 85 );
