<?php
/**
 * WP-CLI: `wp onlookers top|post|doctor|write-back|import|restore|set|reset`.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Lists the posts that are read most right now.
 *
 * ## OPTIONS
 *
 * [--limit=<number>]
 * : How many posts, at most 100.
 * ---
 * default: 10
 * ---
 *
 * [--format=<format>]
 * : table, csv, json or yaml.
 * ---
 * default: table
 * ---
 *
 * @param string[] $args       None.
 * @param string[] $assoc_args Options.
 */
function onlookers_cli_top( $args, $assoc_args ) {
	$assoc_args += array( 'limit' => 10, 'format' => 'table' );
	$rows        = array();
	foreach ( array_slice( onlookers_cli_result( onlookers_read_top() ), 0, (int) $assoc_args['limit'], true ) as $id => $viewers ) {
		$rows[] = array( 'post' => $id, 'viewers' => $viewers, 'title' => get_the_title( $id ) );
	}
	WP_CLI\Utils\format_items( $assoc_args['format'], $rows, array( 'post', 'viewers', 'title' ) );
}
WP_CLI::add_command( 'onlookers top', 'onlookers_cli_top' );

/**
 * Shows the counts of posts.
 *
 * ## OPTIONS
 *
 * <id>...
 * : Posts, at most 100.
 *
 * [--format=<format>]
 * : table, csv, json or yaml.
 * ---
 * default: table
 * ---
 *
 * @param string[] $args       Posts.
 * @param string[] $assoc_args Options.
 */
function onlookers_cli_post( $args, $assoc_args ) {
	$assoc_args += array( 'format' => 'table' );
	foreach ( $args as $id ) {
		if ( ! get_post( (int) $id ) || (string) (int) $id !== $id ) {
			WP_CLI::error( sprintf( 'There is no post %s.', $id ) );
		}
	}
	$rows = array();
	foreach ( onlookers_cli_result( onlookers_read_counts( array_map( 'intval', $args ) ) ) as $id => $counts ) {
		$rows[] = array( 'post' => $id ) + $counts;
	}
	WP_CLI\Utils\format_items( $assoc_args['format'], $rows, array( 'post', 'viewers', 'views' ) );
}
WP_CLI::add_command( 'onlookers post', 'onlookers_cli_post' );

/** Says whether readers are being counted, and if not, why. */
function onlookers_cli_doctor() {
	$trouble = onlookers_trouble();
	if ( '' !== $trouble ) {
		WP_CLI::error( $trouble );
	}
	WP_CLI::log( sprintf( 'Server: %s', onlookers_server() ) );
	WP_CLI::log( sprintf( 'Tickets: %s', '' === onlookers_secret() ? 'no' : 'yes' ) );
	$next = wp_next_scheduled( 'onlookers_write_back' );
	WP_CLI::log( sprintf( 'Write-back: %s', $next ? 'next at ' . gmdate( 'c', $next ) : 'not planned' ) );
	WP_CLI::success( 'The server is ready and lets this site’s readers in.' );
}
WP_CLI::add_command( 'onlookers doctor', 'onlookers_cli_doctor' );

/** Writes views to the posts' meta now, as WP-Cron does every five minutes. */
function onlookers_cli_write_back() {
	WP_CLI::success( sprintf( '%d posts written.', onlookers_cli_result( onlookers_write_back() ) ) );
}
WP_CLI::add_command( 'onlookers write-back', 'onlookers_cli_write_back' );

/**
 * Imports views that another plugin has counted.
 *
 * ## OPTIONS
 *
 * <source>
 * : postviews or post-views-counter.
 *
 * [--token=<token>]
 * : The server's admin.token, unless it is saved or ONLOOKERS_TOKEN is defined. Rather use --prompt=token: a command line can be
 * read by every user of the machine.
 *
 * @param string[] $args       Source.
 * @param string[] $assoc_args Options.
 */
function onlookers_cli_import( $args, $assoc_args ) {
	if ( ! isset( onlookers_import_sources()[ $args[0] ] ) ) {
		WP_CLI::error( sprintf( 'No such source. There are: %s.', implode( ', ', array_keys( onlookers_import_sources() ) ) ) );
	}
	$token = onlookers_cli_token( $assoc_args );
	$total = array( 'imported' => 0, 'already' => 0 );
	$last  = 0;
	do {
		$done = onlookers_cli_result( onlookers_import( $args[0], $last, $token ) );
		$last = $done['last'];

		$total['imported'] += $done['imported'];
		$total['already']  += $done['already'];
	} while ( $last );
	WP_CLI::success( sprintf( '%d posts imported, %d had been imported before.', $total['imported'], $total['already'] ) );
}
WP_CLI::add_command( 'onlookers import', 'onlookers_cli_import' );

/**
 * Raises the server's views to what WordPress remembers. Nothing is lowered.
 *
 * ## OPTIONS
 *
 * [--token=<token>]
 * : The server's admin.token, unless it is saved or ONLOOKERS_TOKEN is defined. Rather use --prompt=token.
 *
 * [--yes]
 * : Do not ask.
 *
 * @param string[] $args       None.
 * @param string[] $assoc_args Options.
 */
function onlookers_cli_restore( $args, $assoc_args ) {
	$token = onlookers_cli_token( $assoc_args );
	$lost  = onlookers_cli_result( onlookers_lost_views() );
	WP_CLI::log( $lost['posts'] ? onlookers_lost_text( $lost ) : 'Of the most viewed posts the server knows as many views as WordPress.' );
	WP_CLI::confirm( 'Raise the server’s views of all posts to what WordPress remembers?', $assoc_args );
	$total = array( 'posts' => 0, 'changed' => 0 );
	$last  = 0;
	do {
		$done = onlookers_cli_result( onlookers_restore( $last, $token ) );
		$last = $done['last'];

		$total['posts']   += $done['posts'];
		$total['changed'] += $done['changed'];
	} while ( $last );
	WP_CLI::success( sprintf( '%d posts looked at, %d raised on the server.', $total['posts'], $total['changed'] ) );
}
WP_CLI::add_command( 'onlookers restore', 'onlookers_cli_restore' );

/**
 * Sets one post's views, on the server and in WordPress, higher or lower.
 *
 * ## OPTIONS
 *
 * <id>
 * : Post.
 *
 * <views>
 * : A whole number from 0.
 *
 * [--token=<token>]
 * : The server's admin.token, unless it is saved or ONLOOKERS_TOKEN is defined. Rather use --prompt=token.
 *
 * [--yes]
 * : Do not ask.
 *
 * @param string[] $args       Post and views.
 * @param string[] $assoc_args Options.
 */
function onlookers_cli_set( $args, $assoc_args ) {
	$token    = onlookers_cli_token( $assoc_args );
	$question = onlookers_correction_question( array( 'what' => 'set', 'post' => $args[0], 'views' => $args[1] ) );
	WP_CLI::confirm( onlookers_cli_result( $question ), $assoc_args );
	onlookers_cli_result( onlookers_set_views( (int) $args[0], (int) $args[1], $token ) );
	WP_CLI::success( sprintf( 'Post %d has %d views.', $args[0], $args[1] ) );
}
WP_CLI::add_command( 'onlookers set', 'onlookers_cli_set' );

/**
 * Forgets posts' views, on the server and in WordPress: they begin at zero.
 *
 * ## OPTIONS
 *
 * <id>...
 * : Posts, at most 1000.
 *
 * [--token=<token>]
 * : The server's admin.token, unless it is saved or ONLOOKERS_TOKEN is defined. Rather use --prompt=token.
 *
 * [--yes]
 * : Do not ask.
 *
 * @param string[] $args       Posts.
 * @param string[] $assoc_args Options.
 */
function onlookers_cli_reset( $args, $assoc_args ) {
	$token = onlookers_cli_token( $assoc_args );
	foreach ( $args as $id ) {
		$question = onlookers_cli_result( onlookers_correction_question( array( 'what' => 'reset', 'post' => $id ) ) );
		WP_CLI::confirm( $question, $assoc_args );
	}
	onlookers_cli_result( onlookers_reset_views( array_map( 'intval', $args ), $token ) );
	WP_CLI::success( sprintf( '%d posts begin at zero.', count( $args ) ) );
}
WP_CLI::add_command( 'onlookers reset', 'onlookers_cli_reset' );

/**
 * The token.
 *
 * @param string[] $assoc_args Options.
 * @return string
 */
function onlookers_cli_token( $assoc_args ) {
	$token = onlookers_admin_token();
	if ( '' === $token && empty( $assoc_args['token'] ) ) {
		WP_CLI::error( 'The token is missing: save it, define ONLOOKERS_TOKEN, or give --prompt=token.' );
	}
	return empty( $assoc_args['token'] ) ? $token : $assoc_args['token'];
}

/**
 * Ends the command with an error, if it is one.
 *
 * @param mixed $result Result.
 * @return mixed
 */
function onlookers_cli_result( $result ) {
	if ( is_wp_error( $result ) ) {
		WP_CLI::error( $result );
	}
	return $result;
}
