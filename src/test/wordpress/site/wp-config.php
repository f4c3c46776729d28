<?php
/**
 * Settings of a WordPress that a test makes: SQLite, no network, everything that goes wrong in debug.log.
 * The environment variable ONLOOKERS_TEST_SITE says at which address it is served; ONLOOKERS_TEST_DATABASE, where MariaDB is,
 * if it shall be that.
 */
if ( 0 === strpos( getenv( 'ONLOOKERS_TEST_SITE' ), 'https:' ) ) {
	$_SERVER['HTTPS'] = 'on'; // As far as PHP's own web server can tell, it is not.
}

define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', (string) getenv( 'ONLOOKERS_TEST_DATABASE' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

// No secrets: the site lives for one test, on the loopback.
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $onlookers_test_scheme ) {
	define( $onlookers_test_scheme . '_KEY', $onlookers_test_scheme . ' key of a site that lives for one test only' );
	define( $onlookers_test_scheme . '_SALT', $onlookers_test_scheme . ' salt of a site that lives for one test only' );
}

if ( is_file( __DIR__ . '/network' ) ) {
	define( 'MULTISITE', true );
	define( 'SUBDOMAIN_INSTALL', false );
	define( 'DOMAIN_CURRENT_SITE', substr( getenv( 'ONLOOKERS_TEST_SITE' ), strlen( 'http://' ) ) );
	define( 'PATH_CURRENT_SITE', '/' );
	define( 'SITE_ID_CURRENT_SITE', 1 );
	define( 'BLOG_ID_CURRENT_SITE', 1 );
} else {
	define( 'WP_HOME', getenv( 'ONLOOKERS_TEST_SITE' ) );
	define( 'WP_SITEURL', getenv( 'ONLOOKERS_TEST_SITE' ) );
}
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1,localhost' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );
define( 'FS_METHOD', 'direct' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_LOG', true );
define( 'WP_DEBUG_DISPLAY', false );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
