<?php
/**
 * What is printed into pages. It is the same for every reader and never expires, so that any cache may keep it.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Prints a post's count.
 *
 * @param array|string $args See onlookers_get().
 */
function onlookers( $args = array() ) {
	// phpcs:ignore WordPress.Security.EscapeOutput -- Escaped where it is put together.
	echo onlookers_get( $args );
}

/**
 * A post's count, as HTML.
 *
 * @param array|string $args {
 *     Optional.
 *
 *     @type int    $post      Post; the current one unless given.
 *     @type string $count     `others`, `viewers` or `views`; as in the settings unless given.
 *     @type string $one       Wording for one, with `%s` for the number; as in the settings unless given.
 *     @type string $other     Wording for any other number, likewise.
 *     @type int    $threshold Below it nothing is shown; as in the settings unless given.
 *     @type string $style     `plain`, `pill` or `eye`; as in the settings unless given.
 * }
 * @return string Empty when there is no such post or no server, and where no client runs: in feeds, REST and AMP.
 */
function onlookers_get( $args = array() ) {
	$args = wp_parse_args( $args, onlookers_args() );
	$post = onlookers_post_of( $args['post'] );
	if ( ! $post || onlookers_is_mute() || '' === onlookers_server() ) {
		return '';
	}
	$count = strtolower( $args['count'] );
	$count = in_array( $count, array( 'others', 'viewers', 'views' ), true ) ? $count : onlookers_setting( 'count' );
	$style = onlookers_style_of( $args['style'] );
	$given = array( 'one' => (string) $args['one'], 'other' => (string) $args['other'] );
	$own   = 'eye' === $style ? array( 'other' => '%s' ) : onlookers_own_texts( $count );
	$texts = onlookers_texts( $count, array_filter( $given, 'strlen' ) ? $given : $own );

	$threshold = is_numeric( $args['threshold'] ) ? (int) $args['threshold'] : (int) onlookers_setting( 'threshold' );

	if ( 'views' === $count && count( onlookers_summed_posts( $post->ID ) ) > 1 ) {
		return onlookers_sum( $post->ID, onlookers_first_text( $post->ID, $texts, $threshold ), $style );
	}
	onlookers_load_client();
	$html = onlookers_placeholder(
		$post->ID,
		$count,
		onlookers_data( $texts ) + array(
			'class'                    => 'onlookers',
			'data-onlookers-threshold' => $threshold,
			'aria-live'                => 'eye' === $style ? 'off' : 'polite', // A number alone says nothing when it is spoken.
		),
		'views' === $count ? onlookers_first_text( $post->ID, $texts, $threshold ) : ''
	);
	return onlookers_styled( $html, $style, $count );
}

/**
 * A sum of views. The server knows posts alone, so that it stays as it was printed.
 *
 * @param int    $post_id Post.
 * @param string $text    In words.
 * @param string $style   Style.
 * @return string HTML; empty where there is nothing to show.
 */
function onlookers_sum( $post_id, $text, $style ) {
	wp_enqueue_style( 'onlookers' );
	$html = '<span class="onlookers"' . onlookers_attributes( onlookers_data( array( 'sum' => onlookers_post_name( $post_id ) ) ) ) . '>' . esc_html( $text ) . '</span>';
	return '' === $text ? '' : onlookers_styled( $html, $style, 'views' );
}

/**
 * What onlookers_get() may be asked for.
 *
 * @return array
 */
function onlookers_args() {
	return array(
		'post'      => 0,
		'count'     => '',
		'one'       => '',
		'other'     => '',
		'threshold' => '',
		'style'     => '',
	);
}

/**
 * What stands in the page before the server has said anything, and without JavaScript: the views as last written back.
 *
 * @param int      $post_id   Post.
 * @param string[] $texts     Wording by plural category.
 * @param int      $threshold Below it nothing is shown.
 * @return string Empty where WordPress knows of no views.
 */
function onlookers_first_text( $post_id, $texts, $threshold ) {
	$views = onlookers_summed_views( $post_id );
	return $views > 0 && $views >= $threshold ? onlookers_in_words( 'views', $views, $texts ) : '';
}

/**
 * The post that is meant. What names none is not taken for the current one, whose number would look right.
 *
 * @param int|string $named A post's number; the current one where there is none.
 * @return WP_Post|null
 */
function onlookers_post_of( $named ) {
	$named = (string) $named;
	return '' === $named || ctype_digit( $named ) ? get_post( (int) $named ) : null;
}

/**
 * The element that the client fills with a number.
 *
 * @param int      $post_id    Post.
 * @param string   $count      `others`, `viewers` or `views`.
 * @param string[] $attributes Further attributes.
 * @param string   $text       Stands in it until the number comes.
 * @return string
 */
function onlookers_placeholder( $post_id, $count, $attributes = array(), $text = '' ) {
	$name  = onlookers_post_name( $post_id );
	$named = array(
		'post'   => $name,
		'count'  => $count,
		'ticket' => onlookers_ticket( $name ),
	);
	return '<span' . onlookers_attributes( onlookers_data( array_filter( $named, 'strlen' ) ) + $attributes ) . '>' . esc_html( $text ) . '</span>';
}

/**
 * Names of the client's attributes.
 *
 * @param string[] $values Values by name, without `data-onlookers-`.
 * @return string[]
 */
function onlookers_data( $values ) {
	$attributes = array();
	foreach ( $values as $name => $value ) {
		$attributes[ 'data-onlookers-' . $name ] = $value;
	}
	return $attributes;
}

/**
 * Attributes as HTML.
 *
 * @param string[] $attributes Values by name.
 * @return string
 */
function onlookers_attributes( $attributes ) {
	$html = '';
	foreach ( $attributes as $name => $value ) {
		$html .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return $html;
}

/**
 * JSON for an attribute. Escaping leaves alone what looks like an entity, which would be read as a quotation mark, say.
 *
 * @param mixed $value Value.
 * @return string
 */
function onlookers_json( $value ) {
	return wp_json_encode( $value, JSON_HEX_AMP );
}

/** Sees to it that this page gets the client, once. */
function onlookers_load_client() {
	if ( onlookers_is_mute() ) {
		return;
	}
	wp_enqueue_style( 'onlookers' );
	add_action( 'wp_footer', 'onlookers_print_client' );
}

/**
 * Prints the client's script. With the post it is a reader of it; with an empty one it only watches. The attribute is there in
 * any case: by it the client finds its tag where the address was rewritten.
 */
function onlookers_print_client() {
	$post_id = onlookers_page_post();
	$name    = $post_id ? onlookers_post_name( $post_id ) : '';
	$data    = array(
		'server' => onlookers_server(),
		'ticket' => $post_id ? onlookers_ticket( $name ) : '',
		'window' => $post_id && onlookers_setting( 'window' ) ? (string) ( MINUTE_IN_SECONDS * onlookers_setting( 'window' ) ) : '',
	);
	wp_print_script_tag(
		array(
			'type' => 'module',
			'id'   => 'onlookers-client',
			'src'  => onlookers_client(),
		) + onlookers_data( array( 'post' => $name ) + array_filter( $data, 'strlen' ) ) + onlookers_leave_alone()
	);
}

/**
 * The post whose reader the one who looks is.
 *
 * @return int 0 on a list, in a preview, before a password, and for those who only watch.
 */
function onlookers_page_post() {
	if ( ! is_singular( onlookers_setting( 'post_types' ) ) || ! onlookers_setting( 'post_types' ) ) {
		return 0;
	}
	$post = get_queried_object();
	if ( is_preview() || is_customize_preview() || onlookers_is_watcher() || post_password_required( $post ) ) {
		return 0;
	}
	return $post->ID;
}
