<?php
/**
 * The fields of the settings' page, and the button that tests the connection.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Prints the server's address, and the button. */
function onlookers_print_server_field() {
	$name = onlookers_post_name( 0 );
	onlookers_print_address_input( 'server', 'ONLOOKERS_SERVER', 'https://live.example.org' );
	printf(
		' <button type="button" class="button" id="onlookers-test" disabled data-post="%s" data-ticket="%s" data-ask="%s">%s</button>',
		esc_attr( $name ),
		esc_attr( onlookers_ticket( $name ) ),
		esc_url( wp_nonce_url( admin_url( 'admin-ajax.php?action=onlookers_test' ), 'onlookers_test' ) ),
		esc_html__( 'Test connection', 'onlookers' )
	);
	onlookers_print_help( 'server', __( 'Where readers’ browsers reach the Onlookers server. A site on https needs one on https.', 'onlookers' ) );
	echo '<div id="onlookers-test-result" role="status" aria-live="polite"></div>';
}

/** Prints the server's address for PHP. */
function onlookers_print_server_internal_field() {
	onlookers_print_address_input( 'server_internal', 'ONLOOKERS_SERVER_INTERNAL', 'http://onlookers:3000' );
	$help = __( 'Where WordPress itself reaches the server, if that is elsewhere: in a container, or behind a router. Empty: at the same address.', 'onlookers' );
	onlookers_print_help( 'server_internal', $help );
}

/**
 * Prints an address. One that stands in wp-config.php is shown, and cannot be changed here.
 *
 * @param string $name     Setting.
 * @param string $constant The constant that outweighs it.
 * @param string $example  Stands in an empty field.
 */
function onlookers_print_address_input( $name, $constant, $example ) {
	$fixed   = onlookers_constant( $constant );
	$saved   = '' === $fixed ? onlookers_setting( $name ) : onlookers_bare_address( $fixed );
	$refused = '' === $fixed ? onlookers_take_refused( $name ) : null;
	onlookers_print_input(
		$name,
		array(
			'type'        => 'url',
			'class'       => 'regular-text code',
			'value'       => null === $refused ? $saved : $refused,
			'data-saved'  => $saved,
			'placeholder' => $example,
		) + ( null === $refused ? array() : array( 'aria-invalid' => 'true' ) ) + ( '' === $fixed ? array() : array( 'readonly' => 'readonly' ) )
	);
	if ( '' !== $fixed ) {
		onlookers_print_fixed( $constant );
	}
}

/**
 * Says that a constant stands for a field.
 *
 * @param string $constant Its name.
 */
function onlookers_print_fixed( $constant ) {
	/* translators: %s: name of a constant. */
	echo '<p>' . esc_html( sprintf( __( 'Defined as %s in wp-config.php.', 'onlookers' ), $constant ) ) . '</p>';
}

/** Prints the secret, or rather a field for another one. */
function onlookers_print_secret_field() {
	if ( defined( 'ONLOOKERS_SECRET' ) ) {
		onlookers_print_fixed( 'ONLOOKERS_SECRET' );
		return;
	}
	onlookers_print_secret_input( 'secret', __( 'A secret is saved. Leave empty to keep it.', 'onlookers' ) );
	onlookers_print_help( 'secret', __( 'The same as the server’s setting ticket.secret. Empty when the server has none.', 'onlookers' ) );
	if ( '' !== onlookers_setting( 'secret' ) ) {
		onlookers_print_checkbox( 'forget_secret', false, __( 'Forget the secret that is saved', 'onlookers' ) );
	}
}

/** Prints the token, likewise. */
function onlookers_print_token_field() {
	if ( '' !== onlookers_token_constant() ) {
		onlookers_print_fixed( onlookers_token_constant() );
		return;
	}
	onlookers_print_secret_input( 'token', __( 'A token is saved. Leave empty to keep it.', 'onlookers' ) );
	$help = __( 'The same as the server’s setting admin.token: with it views are imported, restored and set under Tools, and a deleted post is forgotten. It may be left out, and typed there.', 'onlookers' );
	onlookers_print_help( 'token', $help );
	if ( '' !== onlookers_setting( 'token' ) ) {
		onlookers_print_checkbox( 'forget_token', false, __( 'Forget the token that is saved', 'onlookers' ) );
	}
}

/**
 * Prints a field for something that is never shown.
 *
 * @param string $name Setting.
 * @param string $kept Stands in the field when one is saved.
 */
function onlookers_print_secret_input( $name, $kept ) {
	onlookers_print_input(
		$name,
		array(
			'type'         => 'password',
			'class'        => 'regular-text',
			'value'        => '',
			'maxlength'    => 1024,
			'autocomplete' => 'new-password',
			'placeholder'  => '' === onlookers_setting( $name ) ? '' : $kept,
		)
	);
}

/** Prints what is shown. */
function onlookers_print_count_field() {
	onlookers_print_select( 'count', onlookers_counts() );
	onlookers_print_help( 'count', __( 'Your own wording below is for this.', 'onlookers' ) );
}

/** Prints where it is shown. */
function onlookers_print_placement_field() {
	onlookers_print_select( 'placement', onlookers_placements() );
	/* translators: 1: a shortcode, 2: a piece of PHP. */
	$help = __( 'By hand: the block “Onlookers”, the shortcode %1$s, or in a template %2$s.', 'onlookers' );
	onlookers_print_help( 'placement', $help, '[onlookers]', '<?php onlookers(); ?>' );
}

/** Prints the wording. A script leaves only the plural forms that the site's language has. */
function onlookers_print_texts_field() {
	$labels = array(
		'zero'  => __( 'Zero', 'onlookers' ),
		'one'   => __( 'One', 'onlookers' ),
		'two'   => __( 'Two', 'onlookers' ),
		'few'   => __( 'Few', 'onlookers' ),
		'many'  => __( 'Many', 'onlookers' ),
		'other' => __( 'Any other number', 'onlookers' ),
	);
	printf( '<fieldset id="onlookers-texts" data-language="%s">', esc_attr( get_bloginfo( 'language' ) ) );
	onlookers_print_legend( __( 'Wording', 'onlookers' ) );
	foreach ( $labels as $category => $label ) {
		printf( '<p data-category="%1$s"><label for="onlookers-text_%1$s">%2$s</label><br>', esc_attr( $category ), esc_html( $label ) );
		onlookers_print_input(
			'text_' . $category,
			array(
				'type'        => 'text',
				'class'       => 'regular-text',
				'value'       => onlookers_setting( 'text_' . $category ),
				'placeholder' => onlookers_example( onlookers_default_text( onlookers_setting( 'count' ), onlookers_plural_samples()[ $category ] ) ),
			)
		);
		echo '</p>';
	}
	/* translators: %s: the characters that stand for the number. */
	$help = __( '%s stands for the number. With all fields empty: our wording, in the language of the site.', 'onlookers' );
	onlookers_print_help( 'texts', $help, '%s' );
	echo '</fieldset>';
}

/** Prints the threshold. */
function onlookers_print_threshold_field() {
	onlookers_print_input(
		'threshold',
		array(
			'type'  => 'number',
			'class' => 'small-text',
			'min'   => 0,
			'value' => (int) onlookers_setting( 'threshold' ),
		)
	);
	onlookers_print_help( 'threshold', __( 'Below it nothing is shown.', 'onlookers' ) );
}

/** Prints the types of posts. The empty value is sent when none is checked. */
function onlookers_print_post_types_field() {
	echo '<fieldset><input type="hidden" name="onlookers[post_types][]" value="">';
	onlookers_print_legend( __( 'Post types', 'onlookers' ) );
	foreach ( onlookers_post_types() as $name => $label ) {
		printf(
			'<label><input type="checkbox" name="onlookers[post_types][]" value="%s"%s> %s</label><br>',
			esc_attr( $name ),
			checked( onlookers_is_counted_type( $name ), true, false ),
			esc_html( $label )
		);
	}
	echo '</fieldset>';
}

/** Prints whether editors count. */
function onlookers_print_count_editors_field() {
	$label = __( 'Count logged-in users who can write posts, too. Otherwise they only watch; previews never count.', 'onlookers' );
	onlookers_print_checkbox( 'count_editors', onlookers_setting( 'count_editors' ), $label );
}

/** Prints whether views are written back. */
function onlookers_print_write_back_field() {
	/* translators: %s: name of a meta key. */
	$label = __( 'Write views to the meta “%s” of the posts every five minutes, for themes and queries that sort by it.', 'onlookers' );
	onlookers_print_checkbox( 'write_back', onlookers_setting( 'write_back' ), sprintf( $label, onlookers_views_meta_key() ) );
	if ( '' === onlookers_server() ) {
		return; // The tool is not there yet.
	}
	printf(
		'<p class="description"><a href="%s">%s</a></p>',
		esc_url( admin_url( 'tools.php#onlookers-import' ) ),
		esc_html__( 'Import views that another plugin has counted', 'onlookers' )
	);
}

/** Prints within what time a reader counts once. */
function onlookers_print_window_field() {
	onlookers_print_input(
		'window',
		array(
			'type'  => 'number',
			'class' => 'small-text',
			'min'   => 0,
			'max'   => DAY_IN_SECONDS / MINUTE_IN_SECONDS,
			'value' => (int) onlookers_setting( 'window' ),
		)
	);
	$help = __( 'For so many minutes a reader who loads a post again, or the next part of it, adds no view; 0: every page load counts. The reader’s browser remembers it, for each post apart; nothing more is sent. Your privacy policy should say so.', 'onlookers' );
	onlookers_print_help( 'window', $help );
}

/** Asks what shall become of the views in the database. */
function onlookers_print_remove_views_field() {
	/* translators: %s: name of a meta key. */
	$label = __( 'Remove the meta “%s” from the posts, too, where no other plugin had counted before. Otherwise the views stay.', 'onlookers' );
	onlookers_print_checkbox( 'remove_views', onlookers_setting( 'remove_views' ), sprintf( $label, onlookers_views_meta_key() ) );
}
