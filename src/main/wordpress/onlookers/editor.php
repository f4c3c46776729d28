<?php
/**
 * The editors: the count beside Update and Trash, and what the blocks' previews need to know.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Gives the editor's scripts the server, the post and the wording. */
function onlookers_describe_editor() {
	$post = get_post();
	$name = $post ? onlookers_post_name( $post->ID ) : '';
	$data = array(
		'server'  => onlookers_server(),
		'client'  => onlookers_client(),
		'top'     => onlookers_asset( 'top.js' ),
		'history' => onlookers_asset( 'history.js' ),
		'id'      => $post ? $post->ID : 0,
		'post'    => $name,
		'ticket'  => $post ? onlookers_ticket( $name ) : '',
		'count'   => onlookers_setting( 'count' ),
		'style'   => onlookers_setting( 'style' ),
		'prefix'  => onlookers_post_name( '' ),
		'search'  => rest_url( 'wp/v2/search' ),
		'known'   => (object) onlookers_known_posts(),
		'waiting' => __( 'Counting readers…', 'onlookers' ),
		'away'    => onlookers_away_text(),
		/* translators: %s: so many views. */
		'month'   => __( '%s in the last 30 days', 'onlookers' ),
		'unset'   => __( 'Readers see nothing here: the address of the Onlookers server is not set yet.', 'onlookers' ),
		'texts'   => onlookers_editor_texts(),
	);
	wp_add_inline_script( 'onlookers-live', 'window.onlookersEditor = ' . wp_json_encode( $data, JSON_HEX_TAG ) . ';', 'before' );
}
add_action( 'enqueue_block_editor_assets', 'onlookers_describe_editor' );

/**
 * The wording of every count.
 *
 * @return array[] Texts by plural category, by count.
 */
function onlookers_editor_texts() {
	$texts = array(
		'top'    => onlookers_top_texts(),
		'days'   => onlookers_top_texts( ONLOOKERS_DAYS ),
		'online' => onlookers_texts( 'online' ),
	);
	foreach ( array( 'others', 'viewers', 'views' ) as $count ) {
		$texts[ $count ] = onlookers_texts( $count, onlookers_own_texts( $count ) );
	}
	return $texts;
}

/** Adds the count to the block editor's summary of a post. */
function onlookers_add_panel() {
	$screen = get_current_screen();
	if ( 'post' !== $screen->base || ! onlookers_is_counted_type( $screen->post_type ) || '' === onlookers_server() ) {
		return;
	}
	$parts = array( 'onlookers-live', 'wp-edit-post', 'wp-editor', 'wp-element', 'wp-plugins' );
	wp_enqueue_style( 'onlookers' );
	wp_enqueue_script( 'onlookers-panel', plugins_url( 'panel.js', ONLOOKERS_FILE ), $parts, ONLOOKERS_VERSION, true );
}
add_action( 'enqueue_block_editor_assets', 'onlookers_add_panel' );

/**
 * The count in the classic editor's box with Update and Trash.
 *
 * @param WP_Post $post The post that is being edited.
 */
function onlookers_add_to_submit_box( $post ) {
	if ( '' === onlookers_server() || ! onlookers_is_counted_type( $post->post_type ) ) {
		return;
	}
	$texts = onlookers_texts( 'viewers' ) + array( 'away' => onlookers_away_text() );
	$count = onlookers_watched( $post->ID, 'viewers', onlookers_data( $texts ), __( 'Counting readers…', 'onlookers' ) );
	// phpcs:ignore WordPress.Security.EscapeOutput -- Escaped where it is put together.
	echo '<div class="misc-pub-section onlookers-readers"><span class="dashicons dashicons-visibility" aria-hidden="true"></span> ' . $count . '</div>';
}
add_action( 'post_submitbox_misc_actions', 'onlookers_add_to_submit_box' );
