<?php
/**
 * The dashboard's widget: who is online, the last 30 days, and what is read now and today.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Adds the widget to the dashboard. */
function onlookers_add_dashboard_widget() {
	if ( current_user_can( 'edit_posts' ) ) {
		wp_add_dashboard_widget( 'onlookers_dashboard', __( 'Readers', 'onlookers' ), 'onlookers_print_dashboard_widget' );
	}
}
add_action( 'wp_dashboard_setup', 'onlookers_add_dashboard_widget' );

/** Prints the dashboard's widget. */
function onlookers_print_dashboard_widget() {
	if ( '' === onlookers_server() ) {
		onlookers_print_setup_hint();
		return;
	}
	add_action( 'admin_footer', 'onlookers_print_watch' );
	$texts = onlookers_texts( 'online' ) + array( 'away' => onlookers_away_text() );
	// phpcs:disable WordPress.Security.EscapeOutput -- Escaped where it is put together.
	echo '<p class="onlookers-online">' . onlookers_online_placeholder( $texts, __( 'Counting readers…', 'onlookers' ) ) . '</p>';
	echo onlookers_history_figure();
	echo '<div class="onlookers-columns"><div>';
	echo onlookers_top_heading( __( 'Most read right now', 'onlookers' ), 3 ) . onlookers_top_list( array( 'limit' => 10 ) );
	echo '</div><div>';
	echo onlookers_top_heading( __( 'Most read today', 'onlookers' ), 3 ) . onlookers_top_list( array( 'limit' => 10, 'days' => 1 ) );
	echo '</div></div>';
	// phpcs:enable
	if ( '' !== onlookers_post_name( '' ) ) {
		printf( '<p class="description">%s</p>', esc_html__( 'Who is online, and the chart, are of all sites on this server.', 'onlookers' ) );
	}
}

/**
 * The chart of the last 30 days, before it is drawn.
 *
 * @return string HTML.
 */
function onlookers_history_figure() {
	$peak = array();
	foreach ( onlookers_plural_samples() as $category => $sample ) {
		/* translators: %s: the most people who were reading at the same time. */
		$peak[ $category ] = _n( 'at most %s reader at once', 'at most %s readers at once', $sample, 'onlookers' );
	}
	$data = array(
		'views' => onlookers_json( onlookers_texts( 'views' ) ),
		'peak'  => onlookers_json( $peak ),
		'empty' => __( 'Nothing has been read in this time.', 'onlookers' ),
		'away'  => onlookers_away_text(),
	);
	onlookers_load_top();
	return sprintf(
		'<figure class="onlookers-history"%s><figcaption><strong>%s</strong> <span class="onlookers-history-said">%s</span></figcaption></figure>',
		onlookers_attributes( onlookers_data( $data ) ),
		esc_html__( 'The last 30 days', 'onlookers' ),
		esc_html__( 'Asking the server…', 'onlookers' )
	);
}
