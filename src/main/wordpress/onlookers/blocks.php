<?php
/**
 * The blocks: a post's count, who is online, and the posts that are read most.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Makes the blocks known. */
function onlookers_register_blocks() {
	wp_register_style( 'onlookers', plugins_url( 'onlookers.css', ONLOOKERS_FILE ), array(), ONLOOKERS_VERSION );
	wp_register_script( 'onlookers-live', plugins_url( 'live.js', ONLOOKERS_FILE ), array( 'wp-element' ), ONLOOKERS_VERSION, true );
	$parts = array( 'onlookers-live', 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n' );
	foreach ( array( 'count', 'online', 'top' ) as $block ) {
		$handle = 'onlookers-' . $block . '-block';
		wp_register_script( $handle, plugins_url( "blocks/$block/editor.js", ONLOOKERS_FILE ), $parts, ONLOOKERS_VERSION, true );
		onlookers_translate_script( $handle );
		register_block_type( __DIR__ . '/blocks/' . $block, array( 'render_callback' => 'onlookers_render_' . $block ) );
	}
}
add_action( 'init', 'onlookers_register_blocks' );

/**
 * A post's count.
 *
 * @param array    $attributes The block's attributes.
 * @param string   $content    Nothing.
 * @param WP_Block $block      Knows the post whose content or list item it stands in.
 * @return string
 */
function onlookers_render_count( $attributes, $content, $block ) {
	$attributes += array( 'look' => '' ) + onlookers_args();
	$here        = isset( $block->context['postId'] ) ? (int) $block->context['postId'] : 0;
	$asked       = array(
		'post'  => $attributes['post'] ? $attributes['post'] : $here,
		'style' => $attributes['look'], // A block's own "style" is for colours and spacing.
	);
	$count       = onlookers_get( $asked + array_intersect_key( $attributes, onlookers_args() ) );
	return '' === $count ? '' : sprintf( '<p %s>%s</p>', get_block_wrapper_attributes( array( 'class' => 'onlookers-line' ) ), $count );
}

/**
 * The posts that are read most.
 *
 * @param array $attributes The block's attributes.
 * @return string
 */
function onlookers_render_top( $attributes ) {
	$list = onlookers_top_list( $attributes );
	return '' === $list ? '' : sprintf( '<div %s>%s</div>', get_block_wrapper_attributes(), $list );
}
