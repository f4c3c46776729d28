<?php
/**
 * Inputs of forms.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Prints an input, which its help describes.
 *
 * @param string $name       Setting.
 * @param array  $attributes Further attributes.
 */
function onlookers_print_input( $name, $attributes ) {
	$named = array(
		'id'               => 'onlookers-' . $name,
		'name'             => 'onlookers[' . $name . ']',
		'aria-describedby' => 0 === strpos( $name, 'text_' ) ? 'onlookers-texts-help' : 'onlookers-' . $name . '-help',
	);
	// phpcs:ignore WordPress.Security.EscapeOutput -- Escaped where it is put together.
	echo '<input' . onlookers_attributes( $named + $attributes ) . '>';
}

/**
 * Prints a checkbox; unchecked, it sends 0.
 *
 * @param string $name    Setting.
 * @param bool   $checked Whether it is checked.
 * @param string $label   Label.
 */
function onlookers_print_checkbox( $name, $checked, $label ) {
	printf( '<input type="hidden" name="onlookers[%s]" value="0">', esc_attr( $name ) );
	printf(
		'<label><input type="checkbox" id="onlookers-%1$s" name="onlookers[%1$s]" value="1"%2$s> %3$s</label>',
		esc_attr( $name ),
		checked( $checked, true, false ),
		esc_html( $label )
	);
}

/**
 * Prints a choice.
 *
 * @param string   $name    Setting.
 * @param string[] $choices Labels by value.
 */
function onlookers_print_select( $name, $choices ) {
	printf( '<select id="onlookers-%1$s" name="onlookers[%1$s]" aria-describedby="onlookers-%1$s-help">', esc_attr( $name ) );
	foreach ( $choices as $value => $label ) {
		$selected = selected( onlookers_setting( $name ), $value, false );
		printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), $selected, esc_html( $label ) ); // phpcs:ignore WordPress.Security.EscapeOutput
	}
	echo '</select>';
}

/**
 * Prints what an input is for.
 *
 * @param string $name     Setting.
 * @param string $text     Help.
 * @param string ...$codes For its placeholders: what is typed as it is, and runs from left to right in any language.
 */
function onlookers_print_help( $name, $text, ...$codes ) {
	$html = esc_html( $text );
	foreach ( $codes as $i => $code ) {
		$codes[ $i ] = '<code dir="ltr">' . esc_html( $code ) . '</code>';
	}
	// phpcs:ignore WordPress.Security.EscapeOutput -- Escaped above.
	printf( '<p class="description" id="onlookers-%s-help">%s</p>', esc_attr( $name ), $codes ? vsprintf( $html, $codes ) : $html );
}

/**
 * A wording as an example in an input, where no element can hold `%s` together in a line from right to left.
 *
 * @param string $text Wording.
 * @return string
 */
function onlookers_example( $text ) {
	return is_rtl() ? str_replace( '%s', "\u{2066}%s\u{2069}", $text ) : $text; // LEFT-TO-RIGHT ISOLATE and its end.
}

/**
 * Prints what a group of inputs is for; the table shows it beside.
 *
 * @param string $text Legend.
 */
function onlookers_print_legend( $text ) {
	printf( '<legend class="screen-reader-text">%s</legend>', esc_html( $text ) );
}
