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
 * @param string $name Setting.
 * @param string $text Help.
 */
function onlookers_print_help( $name, $text ) {
	printf( '<p class="description" id="onlookers-%s-help">%s</p>', esc_attr( $name ), esc_html( $text ) );
}

/**
 * Prints what a group of inputs is for; the table shows it beside.
 *
 * @param string $text Legend.
 */
function onlookers_print_legend( $text ) {
	printf( '<legend class="screen-reader-text">%s</legend>', esc_html( $text ) );
}
