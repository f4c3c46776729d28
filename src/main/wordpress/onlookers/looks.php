<?php
/**
 * Looks: the three styles of a count, and where a template of the theme has placed it already.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The styles. All take the theme's colours.
 *
 * @return string[] Labels by value.
 */
function onlookers_styles() {
	return array(
		'plain' => __( 'Plain text', 'onlookers' ),
		'pill'  => __( 'A pill with a live dot', 'onlookers' ),
		'eye'   => __( 'An eye and the number', 'onlookers' ),
	);
}

/**
 * The style that is meant.
 *
 * @param mixed $named Perhaps one of them.
 * @return string As in the settings unless it is.
 */
function onlookers_style_of( $named ) {
	return is_string( $named ) && isset( onlookers_styles()[ $named ] ) ? $named : onlookers_setting( 'style' );
}

/**
 * A count in its style.
 *
 * @param string $html  The element with the number.
 * @param string $style Style.
 * @param string $count `others`, `viewers` or `views`.
 * @return string HTML.
 */
function onlookers_styled( $html, $style, $count ) {
	if ( 'plain' === $style ) {
		return $html;
	}
	$label = 'eye' === $style ? '<span class="onlookers-label">' . esc_html( onlookers_counts()[ $count ] ) . ': </span>' : '';
	return '<span class="onlookers-' . $style . '">' . $label . $html . '</span>';
}

/**
 * Prints the choice of a style, each as readers will see it.
 */
function onlookers_print_style_field() {
	$count = onlookers_setting( 'count' );
	$texts = onlookers_texts( $count, onlookers_own_texts( $count ) );
	echo '<fieldset>';
	onlookers_print_legend( __( 'Style', 'onlookers' ) );
	foreach ( onlookers_styles() as $style => $label ) {
		$words = 'eye' === $style ? number_format_i18n( 3 ) : onlookers_in_words( $count, 3, $texts );
		printf(
			'<p><label><input type="radio" name="onlookers[style]" value="%s"%s> %s</label> &nbsp; %s</p>',
			esc_attr( $style ),
			checked( onlookers_setting( 'style' ), $style, false ),
			esc_html( $label ),
			onlookers_styled( '<span class="onlookers" data-onlookers-state="live">' . esc_html( $words ) . '</span>', $style, $count ) // phpcs:ignore WordPress.Security.EscapeOutput
		);
	}
	echo '</fieldset>';
}

/**
 * Whether the block template that is being shown has a block for the count of the page's own post.
 *
 * @return bool
 */
function onlookers_is_in_template() {
	global $_wp_current_template_content;
	return is_string( $_wp_current_template_content ) && '' !== $_wp_current_template_content
		&& onlookers_has_block( parse_blocks( $_wp_current_template_content ) );
}

/**
 * Whether the block stands among others, or in parts of the template. In a list of posts it is for those.
 *
 * @param array[] $blocks As of parse_blocks().
 * @param int     $depth  Parts may contain parts, but not without end.
 * @return bool
 */
function onlookers_has_block( $blocks, $depth = 0 ) {
	foreach ( $blocks as $block ) {
		if ( 'core/query' === $block['blockName'] ) {
			continue;
		}
		if ( 'onlookers/count' === $block['blockName'] && empty( $block['attrs']['post'] ) ) {
			return true;
		}
		$inner = 'core/template-part' === $block['blockName'] && $depth < 5 ? onlookers_part( $block['attrs'] ) : $block['innerBlocks'];
		if ( onlookers_has_block( $inner, $depth + 1 ) ) {
			return true;
		}
	}
	return false;
}

/**
 * The blocks of a part of a template.
 *
 * @param array $attributes The attributes of the block that stands for it.
 * @return array[]
 */
function onlookers_part( $attributes ) {
	$theme = isset( $attributes['theme'] ) ? $attributes['theme'] : get_stylesheet();
	$part  = isset( $attributes['slug'] ) ? get_block_template( $theme . '//' . $attributes['slug'], 'wp_template_part' ) : null;
	return $part ? parse_blocks( $part->content ) : array();
}
