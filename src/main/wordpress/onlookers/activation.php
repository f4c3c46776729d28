<?php
/**
 * First steps: whoever has just switched the plugin on is led to its settings.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Says on the dashboard and in the list of plugins, of a site and of a network, what is to be done first, until it has been. */
function onlookers_print_first_step() {
	$screen = get_current_screen();
	$places = array( 'plugins', 'dashboard', 'plugins-network', 'dashboard-network' );
	if ( '' !== onlookers_server() || ! current_user_can( 'manage_options' ) || ! $screen || ! in_array( $screen->base, $places, true ) ) {
		return;
	}
	printf(
		'<div class="notice notice-info is-dismissible" id="onlookers-first-step"><p>%s <a href="%s">%s</a></p></div>',
		esc_html( is_network_admin() ? onlookers_first_step_of_network() : __( 'Onlookers is on, and counts nobody yet: it needs the address of its server.', 'onlookers' ) ),
		esc_url( onlookers_settings_url() ),
		esc_html__( 'Set it up', 'onlookers' )
	);
}
add_action( 'admin_notices', 'onlookers_print_first_step' );
add_action( 'network_admin_notices', 'onlookers_print_first_step' );

/**
 * What is to be done first on a network, whose sites have settings of their own each.
 *
 * @return string
 */
function onlookers_first_step_of_network() {
	/* translators: %1$s: a constant, %2$s: a file. */
	$text = __( 'Onlookers is on, and counts nobody yet: each site of this network needs the address of its server, in its own settings. %1$s in %2$s stands for all of them.', 'onlookers' );
	return sprintf( $text, 'ONLOOKERS_SERVER', 'wp-config.php' );
}
