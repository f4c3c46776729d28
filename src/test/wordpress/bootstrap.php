<?php
/**
 * Loads the WordPress in whose folder PHPUnit was started, with the plugin active in it.
 *
 * WordPress expects to be loaded outside any function, where its variables are global.
 */
require __DIR__ . '/load-phpunit.php';

global $wpdb, $wp, $wp_query, $wp_the_query, $wp_rewrite, $wp_version, $wp_filter, $wp_actions, $wp_current_filter, $wp_post_types,
	$wp_locale, $wp_widget_factory, $wp_roles, $wp_object_cache, $table_prefix, $shortcode_tags, $blog_id, $current_user, $post;

require __DIR__ . '/site/environment.php';
require $onlookers_test_root . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require __DIR__ . '/unit/class-onlookers-test-case.php';
