<?php
/**
 * Translations, which lie in the plugin's own folder.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Where they lie. */
define( 'ONLOOKERS_LANGUAGES', __DIR__ . '/languages' );

/** Loads them, before WordPress makes the widgets, which takes their names once (at 1). */
function onlookers_load_translations() {
	load_plugin_textdomain( 'onlookers', false, dirname( plugin_basename( ONLOOKERS_FILE ) ) . '/languages' );
}
add_action( 'init', 'onlookers_load_translations', 0 );

/**
 * Has a script's texts translated.
 *
 * @param string $handle Script.
 */
function onlookers_translate_script( $handle ) {
	wp_set_script_translations( $handle, 'onlookers', ONLOOKERS_LANGUAGES );
}

/**
 * A variant of a language that has no translation of its own shows the language's: Austria's site is in German, and not in
 * English.
 *
 * @param string $file   Where WordPress looks: `onlookers-de_AT.mo`, or `onlookers-de_AT-….json` for a script.
 * @param string $domain Text domain.
 * @return string
 */
function onlookers_nearest_translation( $file, $domain ) {
	$is_ours = 'onlookers' === $domain && is_string( $file ) && realpath( dirname( $file ) ) === realpath( ONLOOKERS_LANGUAGES );
	if ( ! $is_ours || is_readable( $file ) || ! preg_match( '/^onlookers-([a-z]{2,3})(?:_\w+)?(-[0-9a-f]{32}\.json|\.mo)$/', basename( $file ), $asked ) ) {
		return $file;
	}
	list( , $language, $end ) = $asked;
	$others = preg_grep( "/-$language(_\\w+)?\\Q$end\\E$/", glob( dirname( $file ) . "/onlookers-$language*$end" ) );
	return $others ? reset( $others ) : $file;
}
add_filter( 'load_textdomain_mofile', 'onlookers_nearest_translation', 10, 2 );

/**
 * Likewise for scripts.
 *
 * @param string|false $file   Where WordPress looks.
 * @param string       $handle Script.
 * @param string       $domain Text domain.
 * @return string|false
 */
function onlookers_nearest_script_translation( $file, $handle, $domain ) {
	return onlookers_nearest_translation( $file, $domain );
}
add_filter( 'load_script_translation_file', 'onlookers_nearest_script_translation', 10, 3 );
