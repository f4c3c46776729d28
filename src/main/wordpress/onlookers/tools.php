<?php
/**
 * Tools → Available Tools: the button that imports views.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** How many batches one click imports; a page must not run for ever. */
define( 'ONLOOKERS_IMPORT_BATCHES', 10 );

/** Prints the tool's card. */
function onlookers_print_import_card() {
	if ( ! current_user_can( 'manage_options' ) || '' === onlookers_server() ) {
		return;
	}
	$report = onlookers_take_import_report();
	echo '<div class="card" id="onlookers-import"><h2 class="title">' . esc_html__( 'Import views into Onlookers', 'onlookers' ) . '</h2>';
	onlookers_print_import_report( $report );
	echo '<p>' . esc_html__( 'Adds what another plugin has counted to the views of your posts, once for each post.', 'onlookers' ) . '</p>';
	printf( '<form action="%s" method="post"><input type="hidden" name="action" value="onlookers_import">', esc_url( admin_url( 'admin-post.php' ) ) );
	printf( '<input type="hidden" name="after" value="%s:%d">', esc_attr( $report['source'] ), (int) $report['last'] );
	wp_nonce_field( 'onlookers_import' );
	echo '<p><label for="onlookers-source">' . esc_html__( 'From', 'onlookers' ) . '</label> <select id="onlookers-source" name="source">';
	foreach ( onlookers_import_sources() as $source => $label ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $source ), selected( $report['source'], $source, false ), esc_html( $label ) );
	}
	echo '</select></p>';
	onlookers_print_token_input( 'onlookers-token' );
	submit_button( $report['last'] ? __( 'Go on importing', 'onlookers' ) : __( 'Import views', 'onlookers' ), 'secondary', 'submit', false );
	echo '</form></div>';
}
add_action( 'tool_box', 'onlookers_print_import_card' );

/**
 * What the last click has done. It is shown once.
 *
 * @return array
 */
function onlookers_take_import_report() {
	$report = get_transient( 'onlookers_import' );
	delete_transient( 'onlookers_import' );
	return wp_parse_args(
		is_array( $report ) ? $report : array(),
		array( 'source' => '', 'imported' => 0, 'already' => 0, 'last' => 0, 'error' => '' )
	);
}

/**
 * Prints it.
 *
 * @param array $report Report.
 */
function onlookers_print_import_report( $report ) {
	if ( '' === $report['source'] ) {
		return;
	}
	if ( '' !== $report['error'] ) {
		echo '<div class="notice notice-error inline"><p>' . esc_html( $report['error'] ) . '</p></div>';
	}
	/* translators: 1, 2: numbers of posts. */
	$done = __( 'Posts imported: %1$s. Imported before: %2$s.', 'onlookers' );
	$done = sprintf( $done, number_format_i18n( $report['imported'] ), number_format_i18n( $report['already'] ) );
	echo '<div class="notice notice-info inline"><p>' . esc_html( $done ) . '</p></div>';
}

/** Imports what the form asks for. */
function onlookers_import_from_form() {
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You are not allowed to import views.', 'onlookers' ), '', array( 'response' => 403 ) );
	}
	check_admin_referer( 'onlookers_import' );
	$source = isset( $_POST['source'] ) ? sanitize_key( $_POST['source'] ) : '';
	$after  = isset( $_POST['after'] ) ? sanitize_text_field( wp_unslash( $_POST['after'] ) ) : '';
	$token  = onlookers_typed_token();
	if ( ! isset( onlookers_import_sources()[ $source ] ) ) {
		wp_die( esc_html__( 'Views cannot be imported from there.', 'onlookers' ), '', array( 'response' => 400 ) );
	}
	// Where the last click stopped, if it was the same source.
	$last   = 0 === strpos( $after, $source . ':' ) ? absint( substr( $after, strlen( $source ) + 1 ) ) : 0;
	$report = onlookers_import_batches( $source, $last, '' === onlookers_admin_token() ? $token : onlookers_admin_token() );
	set_transient( 'onlookers_import', $report, HOUR_IN_SECONDS );
	wp_safe_redirect( admin_url( 'tools.php#onlookers-import' ) );
	exit;
}
add_action( 'admin_post_onlookers_import', 'onlookers_import_from_form' );

/**
 * Imports batch after batch.
 *
 * @param string $source Source.
 * @param int    $last   The last post that has been imported.
 * @param string $token  Token.
 * @return array Report; its `last` is 0 when all is done.
 */
function onlookers_import_batches( $source, $last, $token ) {
	$report = array( 'source' => $source, 'imported' => 0, 'already' => 0, 'last' => $last, 'error' => '' );
	for ( $i = 0; $i < ONLOOKERS_IMPORT_BATCHES; $i++ ) {
		$done = onlookers_import( $source, $report['last'], $token );
		if ( is_wp_error( $done ) ) {
			$report['error'] = $done->get_error_message();
			break;
		}
		$report['imported'] += $done['imported'];
		$report['already']  += $done['already'];
		$report['last']      = $done['last'];
		if ( ! $done['last'] ) {
			break;
		}
	}
	return $report;
}
