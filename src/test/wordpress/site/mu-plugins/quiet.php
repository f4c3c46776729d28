<?php
/** Keeps a test's WordPress from asking the world, and its pages from wanting anything of it. */
add_filter(
	'pre_http_request',
	static function ( $answer, $request, $url ) {
		$host = parse_url( $url, PHP_URL_HOST );
		return in_array( $host, array( '127.0.0.1', 'localhost' ), true )
			? $answer
			: new WP_Error( 'http_request_not_executed', 'A test reaches this machine only.' );
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
