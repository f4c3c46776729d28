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

/** How many posts a run looks at, besides those that have been read. */
define( 'ONLOOKERS_RUN', 2000 );

/** In place of the last post that was looked at: all have been. */
define( 'ONLOOKERS_NO_TURN', -1 );

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

/** Plans the write-back, or takes it off the plan, as the settings have it. Its runs also have the server forget deleted posts. */
function onlookers_plan_write_back() {
	$wanted  = '' !== onlookers_server() && ( onlookers_setting( 'write_back' ) || '' !== onlookers_admin_token() );
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
 * Writes back: the posts that have been read since the last run, and once, when the server is new to us, all others in turn.
 * When the server is away the next run goes on where this one stopped.
 *
 * @return int|WP_Error How many posts' numbers changed.
 */
function onlookers_write_back() {
	onlookers_forget_deleted();
	if ( ! onlookers_setting( 'write_back' ) ) {
		return 0;
	}
	onlookers_clean_copies();
	$changed = onlookers_write_changes();
	if ( is_wp_error( $changed ) ) {
		return $changed;
	}
	$turn = onlookers_next_posts( ONLOOKERS_RUN );
	$more = onlookers_write_posts( $turn );
	if ( is_wp_error( $more ) ) {
		return $more;
	}
	if ( ONLOOKERS_NO_TURN !== (int) get_option( 'onlookers_turn', 0 ) ) {
		$end = get_transient( 'onlookers_just_changed' ) ? 0 : ONLOOKERS_NO_TURN;
		update_option( 'onlookers_turn', count( $turn ) < ONLOOKERS_RUN ? $end : end( $turn ), false );
	}
	return $changed + $more;
}
add_action( 'onlookers_write_back', 'onlookers_write_back' );

/**
 * Writes back what the server says of posts. WordPress drops its lists of posts whenever a meta changes; here once for all.
 *
 * @param int[] $ids Posts.
 * @return int|WP_Error How many numbers changed.
 */
function onlookers_write_posts( $ids ) {
	$changes = array( 'added_post_meta', 'updated_post_meta', 'deleted_post_meta' );
	foreach ( $changes as $i => $change ) {
		if ( ! remove_action( $change, 'wp_cache_set_posts_last_changed' ) ) {
			unset( $changes[ $i ] );
		}
	}
	$written = 0;
	$error   = null;
	foreach ( array_chunk( $ids, 100 ) as $batch ) {
		$counts = onlookers_read_counts( $batch );
		if ( is_wp_error( $counts ) ) {
			$error = $counts;
			break;
		}
		update_meta_cache( 'post', $batch );
		foreach ( $counts as $post_id => $count ) {
			$written += (int) onlookers_write_views( $post_id, $count['views'] );
		}
	}
	foreach ( $changes as $change ) {
		add_action( $change, 'wp_cache_set_posts_last_changed' );
	}
	if ( $written ) {
		wp_cache_set_posts_last_changed();
	}
	return null === $error ? $written : $error;
}

/**
 * Once again the next runs look at every post: its number may have changed without a reader. What the server answers may be a
 * second old, so that a run that comes at once does not count as the last.
 */
function onlookers_look_at_all_posts() {
	set_transient( 'onlookers_just_changed', 1, 5 );
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
	if ( onlookers_is_copied( $post_id ) ) {
		onlookers_disown( $post_id );
	}
	if ( $views <= onlookers_own_views( $post_id ) ) {
		return false;
	}
	onlookers_put_views( $post_id, $views );
	return true;
}

/**
 * Writes one post's views, with what says whose they are and what stood there before us.
 *
 * @param int $post_id Post.
 * @param int $views   Views.
 */
function onlookers_put_views( $post_id, $views ) {
	$key = onlookers_views_meta_key();
	update_option( 'onlookers_written_key', $key, false ); // Whoever removes the plugin may have removed the filter before.
	add_post_meta( $post_id, ONLOOKERS_BASE_META_KEY, onlookers_own_views( $post_id ), true );
	update_post_meta( $post_id, $key, $views );
	update_post_meta( $post_id, ONLOOKERS_OWNER_META_KEY, onlookers_owner_prefix() . $post_id );
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
	$after = (int) get_option( 'onlookers_turn', 0 );
	if ( ! $types || ONLOOKERS_NO_TURN === $after ) {
		return array();
	}
	$marks = implode( ', ', array_fill( 0, count( $types ), '%s' ) );
	// phpcs:disable WordPress.DB -- A walk in steps by id, which WP_Query does not offer; only placeholders are put in.
	$ids = $wpdb->get_col(
		$wpdb->prepare(
			"SELECT ID FROM $wpdb->posts WHERE post_status = 'publish' AND post_type IN ( $marks ) AND ID > %d ORDER BY ID LIMIT %d",
			array_merge( $types, array( $after, $limit ) )
		)
	);
	// phpcs:enable
	return array_map( 'intval', $ids );
}

/**
 * Those of the posts that are there and counted: without tickets the server receives posts from anybody.
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
			'post_status' => array_merge( array_values( get_post_stati( array( 'public' => true ) ) ), array( 'private' ) ),
			'fields'      => 'ids',
		)
	);
}
