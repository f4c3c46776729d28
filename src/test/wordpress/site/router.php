<?php
/** For php -S: files that are there are served as they are, all else is WordPress' affair. */
$onlookers_test_path = $_SERVER['DOCUMENT_ROOT'] . rawurldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( is_file( $onlookers_test_path ) || is_file( rtrim( $onlookers_test_path, '/' ) . '/index.php' ) ) {
	return false;
}
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
