<?php
/**
 * Runs PHP code inside a test's WordPress, as the administrator. The code comes by standard input, and what it returns
 * goes out as JSON, on the last line.
 */
require __DIR__ . '/environment.php';
require $onlookers_test_root . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
$onlookers_test_result = eval( stream_get_contents( STDIN ) );
echo "\n", wp_json_encode( $onlookers_test_result ), "\n";
