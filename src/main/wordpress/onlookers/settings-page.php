<?php
/**
 * The settings' page: sections and fields.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Address of the page.
 *
 * @return string
 */
function onlookers_settings_url() {
	return admin_url( 'options-general.php?page=onlookers' );
}

/** Adds the page to the menu. */
function onlookers_add_settings_page() {
	$page = add_options_page( 'Onlookers', 'Onlookers', 'manage_options', 'onlookers', 'onlookers_print_settings_page' );
	add_action( 'load-' . $page, 'onlookers_load_settings_page' );
}
add_action( 'admin_menu', 'onlookers_add_settings_page' );

/**
 * Adds a link to the page to the list of plugins.
 *
 * @param string[] $links Links.
 * @return string[]
 */
function onlookers_add_settings_link( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( onlookers_settings_url() ), esc_html__( 'Settings', 'onlookers' ) );
	return array_merge( array( 'settings' => $link ), $links );
}
add_filter( 'plugin_action_links_' . plugin_basename( ONLOOKERS_FILE ), 'onlookers_add_settings_link' );

/** Gets the page ready. */
function onlookers_load_settings_page() {
	add_action( 'admin_enqueue_scripts', 'onlookers_enqueue_settings_script' );
	add_settings_section( 'onlookers-server', __( 'Server', 'onlookers' ), '__return_null', 'onlookers' );
	add_settings_section( 'onlookers-display', __( 'Display', 'onlookers' ), '__return_null', 'onlookers' );
	add_settings_section( 'onlookers-counting', __( 'Counting', 'onlookers' ), '__return_null', 'onlookers' );

	onlookers_add_field( 'server', 'server', __( 'Address', 'onlookers' ) );
	if ( onlookers_may_send_php() ) {
		onlookers_add_field( 'server', 'server_internal', __( 'Address for WordPress', 'onlookers' ) );
	}
	onlookers_add_field( 'server', 'secret', __( 'Secret for tickets', 'onlookers' ) );
	if ( onlookers_speaks_for_all() ) {
		onlookers_add_field( 'server', 'site_name', __( 'Name of this site', 'onlookers' ) );
	}
	onlookers_add_field( 'server', 'token', __( 'Token for administration', 'onlookers' ) );
	onlookers_add_field( 'display', 'count', __( 'What is shown', 'onlookers' ) );
	onlookers_add_field( 'display', 'style', __( 'Style', 'onlookers' ), '' );
	onlookers_add_field( 'display', 'placement', __( 'Where', 'onlookers' ) );
	onlookers_add_field( 'display', 'texts', __( 'Wording', 'onlookers' ), '' );
	onlookers_add_field( 'display', 'threshold', __( 'Threshold', 'onlookers' ) );
	onlookers_add_field( 'counting', 'post_types', __( 'Post types', 'onlookers' ), '' );
	onlookers_add_field( 'counting', 'count_editors', __( 'Editors', 'onlookers' ), '' );
	onlookers_add_field( 'counting', 'window', __( 'Reloads', 'onlookers' ) );
	onlookers_add_field( 'counting', 'write_back', __( 'Write-back', 'onlookers' ), '' );
	onlookers_add_field( 'counting', 'remove_views', __( 'When the plugin is deleted', 'onlookers' ), '' );
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
	onlookers_translate_script( 'onlookers-admin' );
	wp_enqueue_style( 'onlookers' );
}

/** Prints the page. */
function onlookers_print_settings_page() {
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form action="options.php" method="post">';
	settings_fields( 'onlookers' );
	do_settings_sections( 'onlookers' );
	submit_button();
	echo '</form></div>';
}
