<?php
/**
 * "Online now": how many people are on the site, all posts together. Where sites share a server it is all of them.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The number, as HTML. `[onlookers_online one="%s soul is here" other="%s souls are here"]`
 *
 * @param array|string $args `one` and `other`: wording, with `%s` for the number; ours unless given.
 * @return string Empty without a server, and where no client runs.
 */
function onlookers_online( $args = array() ) {
	if ( onlookers_is_mute() || '' === onlookers_server() ) {
		return '';
	}
	$given = shortcode_atts( array( 'one' => '', 'other' => '' ), $args, 'onlookers_online' );
	onlookers_load_client();
	return onlookers_online_placeholder( onlookers_texts( 'online', $given ) );
}
add_shortcode( 'onlookers_online', 'onlookers_online' );

/**
 * The element that the client fills with the number.
 *
 * @param string[] $texts Wording by plural category, and what else the element is given.
 * @param string   $text  Stands in it until the number comes.
 * @return string
 */
function onlookers_online_placeholder( $texts, $text = '' ) {
	$attributes = array( 'class' => 'onlookers' ) + onlookers_data( array( 'count' => 'online' ) + $texts );
	return '<span' . onlookers_attributes( $attributes ) . '>' . esc_html( $text ) . '</span>';
}

/**
 * The block.
 *
 * @return string
 */
function onlookers_render_online() {
	$count = onlookers_online();
	return '' === $count ? '' : sprintf( '<p %s>%s</p>', get_block_wrapper_attributes( array( 'class' => 'onlookers-line' ) ), $count );
}
