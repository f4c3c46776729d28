<?php
/** Keeps a test's WordPress from asking the world, and its pages from wanting anything of it. */
add_filter(
	'pre_http_request',
	static function ( $answer, $request, $url ) {
		$host = wp_parse_url( $url, PHP_URL_HOST );
		if ( in_array( $host, array( '127.0.0.1', 'localhost' ), true ) ) {
			return $answer;
		}
		if ( 'api.wordpress.org' !== $host ) {
			return new WP_Error( 'http_request_not_executed', 'A test reaches this machine only.' );
		}
		return array(
			'headers'  => array(),
			'body'     => '{"offers":[],"plugins":[],"themes":[],"no_update":[],"translations":[]}',
			'response' => array(
				'code'    => false === strpos( $url, 'update-check' ) ? 404 : 200, // Nothing new.
				'message' => '',
			),
			'cookies'  => array(),
			'filename' => null,
		);
	},
	10,
	3
);
foreach ( array( 'core', 'plugins', 'themes' ) as $onlookers_test_what ) {
	add_filter(
		'pre_site_transient_update_' . $onlookers_test_what,
		static function () {
			return (object) array(
				'last_checked'    => time(),
				'version_checked' => get_bloginfo( 'version' ),
				'updates'         => array(),
				'response'        => array(),
				'translations'    => array(),
			);
		}
	);
}
remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
remove_action( 'admin_print_scripts', 'print_emoji_detection_script' );
add_filter( 'should_load_remote_block_patterns', '__return_false' );
add_filter( 'pre_option_show_avatars', '__return_zero' );
add_filter( 'pre_wp_mail', '__return_true' );
add_filter(
	'site_status_tests',
	static function ( $tests ) {
		unset( $tests['direct']['utf8mb4_support'] ); // Of MySQL; there is none, and WordPress 6.4 fails of that.
		return $tests;
	}
);

// WordPress 7 fades from page to page of its administration: a busy machine has a page that is not drawn for half a minute,
// or whose console says that the fading was aborted.
remove_action( 'admin_enqueue_scripts', 'wp_enqueue_view_transitions_admin_css' );
