<?php
/**
 * The settings' page: sections, fields, and the button that tests the connection.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Gets the page ready. */
function onlookers_load_settings_page() {
	add_action( 'admin_enqueue_scripts', 'onlookers_enqueue_settings_script' );
	add_settings_section( 'onlookers-server', __( 'Server', 'onlookers' ), '__return_null', 'onlookers' );
	add_settings_section( 'onlookers-display', __( 'Display', 'onlookers' ), '__return_null', 'onlookers' );
	add_settings_section( 'onlookers-counting', __( 'Counting', 'onlookers' ), '__return_null', 'onlookers' );

	onlookers_add_field( 'server', 'server', __( 'Address', 'onlookers' ) );
	onlookers_add_field( 'server', 'secret', __( 'Secret for tickets', 'onlookers' ) );
	onlookers_add_field( 'display', 'count', __( 'What is shown', 'onlookers' ) );
	onlookers_add_field( 'display', 'placement', __( 'Where', 'onlookers' ) );
	onlookers_add_field( 'display', 'texts', __( 'Wording', 'onlookers' ), '' );
	onlookers_add_field( 'display', 'threshold', __( 'Threshold', 'onlookers' ) );
	onlookers_add_field( 'counting', 'post_types', __( 'Post types', 'onlookers' ), '' );
	onlookers_add_field( 'counting', 'count_editors', __( 'Editors', 'onlookers' ), '' );
	onlookers_add_field( 'counting', 'write_back', __( 'Write-back', 'onlookers' ), '' );
}

/**
 * Adds a field.
 *
 * @param string      $section Section.
 * @param string      $name    The function onlookers_print_NAME_field() prints it.
 * @param string      $title   Title.
 * @param string|null $label   Id of the input that the title labels; onlookers-NAME unless given, none when empty.
 */
function onlookers_add_field( $section, $name, $title, $label = null ) {
	$args = '' === $label ? array() : array( 'label_for' => 'onlookers-' . $name );
	add_settings_field( 'onlookers-' . $name, $title, 'onlookers_print_' . $name . '_field', 'onlookers', 'onlookers-' . $section, $args );
}

/** Enqueues the script of the button. */
function onlookers_enqueue_settings_script() {
	wp_enqueue_script( 'onlookers-admin', plugins_url( 'admin.js', ONLOOKERS_FILE ), array( 'wp-i18n' ), ONLOOKERS_VERSION, true );
	wp_set_script_translations( 'onlookers-admin', 'onlookers' );
}

/** Prints the page. */
function onlookers_print_settings_page() {
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form action="options.php" method="post">';
	settings_fields( 'onlookers' );
	do_settings_sections( 'onlookers' );
	submit_button();
	echo '</form></div>';
}

/** Prints the server's address, and the button. */
function onlookers_print_server_field() {
	$name = onlookers_post_name( 0 );
	printf(
		'<input type="url" class="regular-text code" id="onlookers-server" name="onlookers[server]" value="%s" placeholder="https://live.example.org" aria-describedby="onlookers-server-help">
		<button type="button" class="button" id="onlookers-test" data-post="%s" data-ticket="%s">%s</button>
		<p class="description" id="onlookers-server-help">%s</p>
		<div id="onlookers-test-result" role="status" aria-live="polite"></div>',
		esc_attr( onlookers_server() ),
		esc_attr( $name ),
		esc_attr( onlookers_ticket( $name ) ),
		esc_html__( 'Test connection', 'onlookers' ),
		esc_html__( 'Where readers’ browsers reach the Onlookers server. A site on https needs one on https.', 'onlookers' )
	);
}

/** Prints the secret, or rather a field for another one. */
function onlookers_print_secret_field() {
	if ( defined( 'ONLOOKERS_SECRET' ) ) {
		echo '<p>' . esc_html__( 'Defined as ONLOOKERS_SECRET in wp-config.php.', 'onlookers' ) . '</p>';
		return;
	}
	$saved = '' !== onlookers_setting( 'secret' );
	printf(
		'<input type="password" class="regular-text" id="onlookers-secret" name="onlookers[secret]" value="" maxlength="1024" autocomplete="new-password" placeholder="%s" aria-describedby="onlookers-secret-help">
		<p class="description" id="onlookers-secret-help">%s</p>',
		esc_attr( $saved ? __( 'A secret is saved. Leave empty to keep it.', 'onlookers' ) : '' ),
		esc_html__( 'The same as the server’s setting ticket.secret. Empty when the server has none.', 'onlookers' )
	);
	if ( $saved ) {
		onlookers_print_checkbox( 'forget_secret', false, __( 'Forget the secret that is saved', 'onlookers' ) );
	}
}

/** Prints what is shown. */
function onlookers_print_count_field() {
	onlookers_print_select( 'count', onlookers_counts() );
}

/** Prints where it is shown. */
function onlookers_print_placement_field() {
	onlookers_print_select( 'placement', onlookers_placements() );
	echo '<p class="description">' . esc_html__( 'By hand: the block “Onlookers”, the shortcode [onlookers], or in a template <?php onlookers(); ?>.', 'onlookers' ) . '</p>';
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
	printf( '<fieldset id="onlookers-texts" data-language="%s"><legend class="screen-reader-text">%s</legend>', esc_attr( get_bloginfo( 'language' ) ), esc_html__( 'Wording', 'onlookers' ) );
	foreach ( $labels as $category => $label ) {
		printf(
			'<p data-category="%1$s"><label for="onlookers-text-%1$s">%2$s</label><br><input type="text" class="regular-text" id="onlookers-text-%1$s" name="onlookers[text_%1$s]" value="%3$s" placeholder="%4$s"></p>',
			esc_attr( $category ),
			esc_html( $label ),
			esc_attr( onlookers_setting( 'text_' . $category ) ),
			esc_attr( onlookers_default_text( onlookers_setting( 'count' ), onlookers_plural_samples()[ $category ] ) )
		);
	}
	echo '<p class="description">' . esc_html__( '%s stands for the number. Empty fields: our wording, in the language of the site.', 'onlookers' ) . '</p></fieldset>';
}

/** Prints the threshold. */
function onlookers_print_threshold_field() {
	printf( '<input type="number" class="small-text" id="onlookers-threshold" name="onlookers[threshold]" min="0" value="%d" aria-describedby="onlookers-threshold-help">', (int) onlookers_setting( 'threshold' ) );
	echo '<p class="description" id="onlookers-threshold-help">' . esc_html__( 'Below it nothing is shown.', 'onlookers' ) . '</p>';
}

/** Prints the types of posts. */
function onlookers_print_post_types_field() {
	echo '<fieldset><legend class="screen-reader-text">' . esc_html__( 'Post types', 'onlookers' ) . '</legend><input type="hidden" name="onlookers[post_types][]" value="">';
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
	onlookers_print_checkbox( 'count_editors', onlookers_setting( 'count_editors' ), __( 'Count logged-in users who can write posts, too. Otherwise they only watch; previews never count.', 'onlookers' ) );
}

/** Prints whether views are written back. */
function onlookers_print_write_back_field() {
	/* translators: %s: name of a meta key. */
	$label = sprintf( __( 'Write views to the meta “%s” of the posts every five minutes, for themes and queries that sort by it.', 'onlookers' ), onlookers_views_meta_key() );
	onlookers_print_checkbox( 'write_back', onlookers_setting( 'write_back' ), $label );
	printf( '<p class="description"><a href="%s">%s</a></p>', esc_url( admin_url( 'tools.php' ) ), esc_html__( 'Import views that another plugin has counted', 'onlookers' ) );
}

/**
 * Prints a checkbox; unchecked, it sends 0.
 *
 * @param string $name    Setting.
 * @param bool   $checked Whether it is checked.
 * @param string $label   Label.
 */
function onlookers_print_checkbox( $name, $checked, $label ) {
	printf(
		'<input type="hidden" name="onlookers[%1$s]" value="0"><label><input type="checkbox" id="onlookers-%1$s" name="onlookers[%1$s]" value="1"%2$s> %3$s</label>',
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
	printf( '<select id="onlookers-%1$s" name="onlookers[%1$s]">', esc_attr( $name ) );
	foreach ( $choices as $value => $label ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( onlookers_setting( $name ), $value, false ), esc_html( $label ) );
	}
	echo '</select>';
}
