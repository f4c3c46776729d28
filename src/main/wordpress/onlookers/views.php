<?php
/**
 * Write-back: every five minutes the views reach the posts' meta, so that themes and queries that sort by it go on
 * working.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** What another plugin had counted in the same meta before us; its number is not ours to remove, nor to import twice. */
define( 'ONLOOKERS_BASE_META_KEY', '_onlookers_base' );

/** How many posts a run looks at, besides those that are being read. */
define( 'ONLOOKERS_RUN', 2000 );

/**
 * The meta that holds a post's views.
 *
 * @return string
 */
function onlookers_views_meta_key() {
	/**
	 * Filters the meta key to which views are written. The default is what WP-PostViews uses.
	 *
	 * @param string $key Meta key.
	 */
	return (string) apply_filters( 'onlookers_views_meta_key', 'views' );
}

/**
 * Adds the write-back's period to WordPress'.
 *
 * @param array[] $schedules Periods.
 * @return array[]
 */
function onlookers_add_schedule( $schedules ) {
	$schedules['onlookers_five_minutes'] = array(
		'interval' => 5 * MINUTE_IN_SECONDS,
		'display'  => did_action( 'init' ) ? __( 'Every five minutes', 'onlookers' ) : 'onlookers', // Others may ask before texts are there.
	);
	return $schedules;
}
add_filter( 'cron_schedules', 'onlookers_add_schedule' ); // phpcs:ignore WordPress.WP.CronInterval

/** Plans the write-back, or takes it off the plan, as the settings have it. */
function onlookers_plan_write_back() {
	$wanted  = onlookers_setting( 'write_back' ) && '' !== onlookers_server();
	$planned = wp_next_scheduled( 'onlookers_write_back' );
	if ( $wanted && ! $planned ) {
		wp_schedule_event( time(), 'onlookers_five_minutes', 'onlookers_write_back' );
	} elseif ( ! $wanted && $planned ) {
		wp_clear_scheduled_hook( 'onlookers_write_back' );
	}
}
add_action( 'init', 'onlookers_plan_write_back' );

/**
 * A plugin that is switched off leaves nothing on the plan.
 *
 * @param bool $network Whether it is switched off on all sites.
 */
function onlookers_stop_write_back( $network = false ) {
	$sites = $network ? get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) : array();
	foreach ( $sites as $site ) {
		switch_to_blog( $site );
		wp_clear_scheduled_hook( 'onlookers_write_back' );
		restore_current_blog();
	}
	wp_clear_scheduled_hook( 'onlookers_write_back' );
}
register_deactivation_hook( ONLOOKERS_FILE, 'onlookers_stop_write_back' );

/**
 * Writes back: first the posts that are being read, then the next ones in turn, so that every post has its turn however
 * many there are. When the server is away the next run goes on where this one stopped.
 *
 * @return int|WP_Error How many posts' numbers changed.
 */
function onlookers_write_back() {
	if ( ! onlookers_setting( 'write_back' ) ) {
		return 0;
	}
	$top = onlookers_read_top();
	if ( is_wp_error( $top ) ) {
		return $top;
	}
	$turn    = onlookers_next_posts( ONLOOKERS_RUN );
	$ids     = array_unique( array_merge( onlookers_existing_posts( array_keys( $top ) ), $turn ) );
	$written = 0;
	foreach ( array_chunk( $ids, 100 ) as $batch ) {
		$counts = onlookers_read_counts( $batch );
		if ( is_wp_error( $counts ) ) {
			return $counts;
		}
		update_meta_cache( 'post', $batch );
		foreach ( $counts as $post_id => $count ) {
			$written += (int) onlookers_write_views( $post_id, $count['views'] );
		}
	}
	update_option( 'onlookers_turn', count( $turn ) < ONLOOKERS_RUN ? 0 : end( $turn ), false );
	return $written;
}
add_action( 'onlookers_write_back', 'onlookers_write_back' );

/** Once again the next runs look at every post: its number may have changed without a reader. */
function onlookers_look_at_all_posts() {
	delete_option( 'onlookers_turn' );
}

/**
 * Writes one post's views, unless that would lower them.
 *
 * @param int $post_id Post.
 * @param int $views   As the server counts.
 * @return bool Whether the number changed.
 */
function onlookers_write_views( $post_id, $views ) {
	$key = onlookers_views_meta_key();
	$now = (int) get_post_meta( $post_id, $key, true );
	if ( $views <= $now ) {
		return false;
	}
	update_option( 'onlookers_written_key', $key, false ); // Whoever removes the plugin may have removed the filter before.
	add_post_meta( $post_id, ONLOOKERS_BASE_META_KEY, $now, true );
	update_post_meta( $post_id, $key, $views );
	return true;
}

/**
 * The posts whose turn it is.
 *
 * @param int $limit At most so many.
 * @return int[]
 */
function onlookers_next_posts( $limit ) {
	global $wpdb;
	$types = onlookers_setting( 'post_types' );
	if ( ! $types ) {
		return array();
	}
	$marks = implode( ', ', array_fill( 0, count( $types ), '%s' ) );
	// phpcs:disable WordPress.DB -- A walk in steps by id, which WP_Query does not offer; only placeholders are put in.
	$ids = $wpdb->get_col(
		$wpdb->prepare(
			"SELECT ID FROM $wpdb->posts WHERE post_status = 'publish' AND post_type IN ( $marks ) AND ID > %d ORDER BY ID LIMIT %d",
			array_merge( $types, array( (int) get_option( 'onlookers_turn', 0 ), $limit ) )
		)
	);
	// phpcs:enable
	return array_map( 'intval', $ids );
}

/**
 * Those of the posts that are there and counted: without tickets the server is told of posts by anybody.
 *
 * @param int[] $ids Posts.
 * @return int[]
 */
function onlookers_existing_posts( $ids ) {
	if ( ! $ids || ! onlookers_setting( 'post_types' ) ) {
		return array();
	}
	return get_posts(
		array(
			'include'     => $ids,
			'post_type'   => onlookers_setting( 'post_types' ),
			'post_status' => 'any',
			'fields'      => 'ids',
		)
	);
}
