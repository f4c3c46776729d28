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
	onlookers_print_input(
		'server',
		array(
			'type'        => 'url',
			'class'       => 'regular-text code',
			'value'       => onlookers_server(),
			'placeholder' => 'https://live.example.org',
		)
	);
	printf(
		' <button type="button" class="button" id="onlookers-test" data-post="%s" data-ticket="%s">%s</button>',
		esc_attr( $name ),
		esc_attr( onlookers_ticket( $name ) ),
		esc_html__( 'Test connection', 'onlookers' )
	);
	onlookers_print_help( 'server', __( 'Where readers’ browsers reach the Onlookers server. A site on https needs one on https.', 'onlookers' ) );
	echo '<div id="onlookers-test-result" role="status" aria-live="polite"></div>';
}

/** Prints the secret, or rather a field for another one. */
function onlookers_print_secret_field() {
	if ( defined( 'ONLOOKERS_SECRET' ) ) {
		echo '<p>' . esc_html__( 'Defined as ONLOOKERS_SECRET in wp-config.php.', 'onlookers' ) . '</p>';
		return;
	}
	$saved = '' !== onlookers_setting( 'secret' );
	onlookers_print_input(
		'secret',
		array(
			'type'         => 'password',
			'class'        => 'regular-text',
			'value'        => '',
			'maxlength'    => 1024,
			'autocomplete' => 'new-password',
			'placeholder'  => $saved ? __( 'A secret is saved. Leave empty to keep it.', 'onlookers' ) : '',
		)
	);
	onlookers_print_help( 'secret', __( 'The same as the server’s setting ticket.secret. Empty when the server has none.', 'onlookers' ) );
	if ( $saved ) {
		onlookers_print_checkbox( 'forget_secret', false, __( 'Forget the secret that is saved', 'onlookers' ) );
	}
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
	onlookers_print_help( 'placement', sprintf( $help, '[onlookers]', '<?php onlookers(); ?>' ) );
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
				'placeholder' => onlookers_default_text( onlookers_setting( 'count' ), onlookers_plural_samples()[ $category ] ),
			)
		);
		echo '</p>';
	}
	/* translators: %s: the characters that stand for the number. */
	$help = __( '%s stands for the number. With all fields empty: our wording, in the language of the site.', 'onlookers' );
	onlookers_print_help( 'texts', sprintf( $help, '%s' ) );
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
	printf(
		'<p class="description"><a href="%s">%s</a></p>',
		esc_url( admin_url( 'tools.php#onlookers-import' ) ),
		esc_html__( 'Import views that another plugin has counted', 'onlookers' )
	);
}
