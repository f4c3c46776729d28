<?php
/**
 * Wording: how a count is put into words, in every plural form of the language.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * A number for each plural category of Unicode CLDR (which browsers go by). PHP's translations know only numbers;
 * these fall into the category of the same name in every language that has it, but for a few rare ones.
 *
 * @return int[]
 */
function onlookers_plural_samples() {
	return array(
		'zero'  => 0,
		'one'   => 1,
		'two'   => 2,
		'few'   => 3,
		'many'  => 11,
		'other' => 100,
	);
}

/**
 * The plugin's own wording.
 *
 * @param string $count  `others`, `viewers`, `views` or `online`.
 * @param int    $number Decides the plural form.
 * @return string With `%s` for the number.
 */
function onlookers_default_text( $count, $number ) {
	switch ( $count ) {
		case 'viewers':
			/* translators: %s: number of people. */
			return _n( '%s person is reading this', '%s people are reading this', $number, 'onlookers' );
		case 'views':
			/* translators: %s: number of views. */
			return _n( '%s view', '%s views', $number, 'onlookers' );
		case 'online':
			/* translators: %s: number of people on the site. */
			return _n( '%s person is online', '%s people are online', $number, 'onlookers' );
		case 'others':
		default:
			/* translators: %s: number of people. */
			return _n( '%s other person is reading this', '%s other people are reading this', $number, 'onlookers' );
	}
}

/**
 * The owner's wording. It is for the count that the owner has chosen, and for no other.
 *
 * @param string $count `others`, `viewers` or `views`.
 * @return string[] Texts by plural category; empty where there is none.
 */
function onlookers_own_texts( $count ) {
	if ( onlookers_setting( 'count' ) !== $count ) {
		return array();
	}
	$texts = array();
	foreach ( array_keys( onlookers_plural_samples() ) as $category ) {
		$texts[ $category ] = onlookers_setting( 'text_' . $category );
	}
	return $texts;
}

/**
 * All plural forms of a count's wording.
 *
 * @param string   $count `others`, `viewers`, `views` or `online`.
 * @param string[] $own   Wording that is not the plugin's, by plural category.
 * @return string[] By plural category, `one` and `other` always among them.
 */
function onlookers_texts( $count, $own = array() ) {
	$own = array_filter( $own, 'strlen' );
	if ( $own ) {
		$last = end( $own );
		return $own + array(
			'one'   => $last,
			'other' => $last,
		);
	}
	$texts = array();
	foreach ( onlookers_plural_samples() as $category => $sample ) {
		$texts[ $category ] = onlookers_default_text( $count, $sample );
	}
	foreach ( array( 'zero', 'two', 'few', 'many' ) as $category ) {
		if ( $texts[ $category ] === $texts['other'] ) {
			unset( $texts[ $category ] );
		}
	}
	return $texts;
}

/**
 * A number in words, as the browser will put it.
 *
 * @param string   $count  `others`, `viewers`, `views` or `online`.
 * @param int      $number The number.
 * @param string[] $texts  Wording by plural category, as of onlookers_texts().
 * @return string
 */
function onlookers_in_words( $count, $number, $texts ) {
	$text = $texts[ onlookers_plural_category( $count, $number, $texts ) ];
	return implode( number_format_i18n( $number ), explode( '%s', $text, 2 ) );
}

/**
 * The plural category of a number: the one whose sample takes the same form in the language of the site. Where several do, the
 * wording decides, which has the categories of the language; `zero` comes last, since few languages have it.
 *
 * @param string   $count  As of onlookers_in_words().
 * @param int      $number The number.
 * @param string[] $texts  Wording by plural category.
 * @return string
 */
function onlookers_plural_category( $count, $number, $texts ) {
	$samples = onlookers_plural_samples();
	$form    = onlookers_default_text( $count, $number );
	foreach ( array( 'one', 'two', 'few', 'many', 'other', 'zero' ) as $category ) {
		if ( isset( $texts[ $category ] ) && onlookers_default_text( $count, $samples[ $category ] ) === $form ) {
			return $category;
		}
	}
	return 'other';
}
