<?php
/**
 * The administration: numbers that stay up to date there, a word on privacy.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * A number on a page of the administration.
 *
 * @param int      $post_id    Post.
 * @param string   $count      `viewers` or `views`.
 * @param string[] $attributes Further attributes.
 * @param string   $text       Stands there until the number comes.
 * @return string HTML.
 */
function onlookers_watched( $post_id, $count, $attributes, $text ) {
	add_action( 'admin_footer', 'onlookers_print_watch' );
	return onlookers_placeholder( $post_id, $count, $attributes, $text );
}

/** Prints the script that keeps them up to date. */
function onlookers_print_watch() {
	$data = array(
		'server' => onlookers_server(),
		'client' => onlookers_client(),
	);
	wp_print_script_tag(
		array(
			'type' => 'module',
			'id'   => 'onlookers-watch',
			'src'  => onlookers_asset( 'watch.js' ),
		) + onlookers_data( $data )
	);
}

/** Says where to begin. */
function onlookers_print_setup_hint() {
	if ( ! current_user_can( 'manage_options' ) ) {
		echo '<p>' . esc_html__( 'Onlookers is not set up yet.', 'onlookers' ) . '</p>';
		return;
	}
	printf(
		'<p>%s <a href="%s">%s</a></p>',
		esc_html__( 'Onlookers needs the address of its server.', 'onlookers' ),
		esc_url( onlookers_settings_url() ),
		esc_html__( 'Settings', 'onlookers' )
	);
}

/** Suggests what a privacy policy may say. */
function onlookers_suggest_privacy_policy() {
	$sentences = array(
		__( 'To show how many people are reading a post, your browser keeps a connection to our counting server.', 'onlookers' ),
		__( 'It sends the number of the post and a random number that is made anew for each page view.', 'onlookers' ),
		onlookers_setting( 'window' )
			? __( 'No cookie is set. Your browser remembers that number for a while, for each post apart, so that a page that you load again is not counted again.', 'onlookers' )
			: __( 'No cookie is set, and nothing is stored in your browser.', 'onlookers' ),
		__( 'The server stores neither your address nor your name.', 'onlookers' ),
	);
	wp_add_privacy_policy_content( 'Onlookers', '<p>' . esc_html( implode( ' ', $sentences ) ) . '</p>' );
}
add_action( 'admin_init', 'onlookers_suggest_privacy_policy' );
