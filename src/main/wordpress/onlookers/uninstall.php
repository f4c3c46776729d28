<?php
/**
 * Removes what the plugin has left, on every site of a network.
 *
 * @package onlookers
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

/**
 * Removes what the plugin has left on this site. Views stay, unless the owner has said otherwise; those that another plugin had counted before are not
 * ours. With views that stay, it stays noted how many of them are another's: installed again, the plugin would take them all for that, and import them.
 */
function onlookers_uninstall() {
	global $wpdb;
	$saved  = get_option( 'onlookers' );
	$remove = ! empty( $saved['remove_views'] );
	$key    = $remove ? (string) get_option( 'onlookers_written_key', '' ) : '';

	// phpcs:ignore WordPress.DB -- As many posts as there are, in one go.
	$ours = $wpdb->get_col( "SELECT post_id FROM $wpdb->postmeta WHERE meta_key = '_onlookers_base' AND meta_value = '0'" );
	foreach ( '' === $key ? array() : $ours as $post_id ) {
		delete_post_meta( $post_id, $key );
	}
	if ( $remove ) {
		delete_post_meta_by_key( '_onlookers_base' );
	}
	delete_post_meta_by_key( '_onlookers_of' );
	// phpcs:ignore WordPress.DB -- One for each deleted post, see changes.php.
	$deleted = $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE %s", $wpdb->esc_like( 'onlookers_deleted_' ) . '%' ) );
	foreach ( $deleted as $option ) {
		delete_option( $option );
	}
	foreach ( array( 'onlookers', 'onlookers_began', 'onlookers_turn', 'onlookers_read', 'onlookers_deleted', 'onlookers_written_key', 'widget_onlookers_top' ) as $option ) {
		delete_option( $option );
	}
	foreach ( array( 'onlookers_top', 'onlookers_known', 'onlookers_import', 'onlookers_refused', 'onlookers_away', 'onlookers_just_changed', 'onlookers_correction' ) as $transient ) {
		delete_transient( $transient );
	}
	wp_clear_scheduled_hook( 'onlookers_write_back' );
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $onlookers_site ) {
		switch_to_blog( $onlookers_site );
		onlookers_uninstall();
		restore_current_blog();
	}
} else {
	onlookers_uninstall();
}
