<?php
/** First step of a test's WordPress: its tables, an administrator `admin` and a password `password`. */
define( 'WP_INSTALLING', true );
require __DIR__ . '/environment.php';
require $onlookers_test_root . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'A test', 'admin', 'admin@example.org', true, '', 'password' );
