<?php
/**
 * Plugin Name:       Onlookers
 * Description:       How many other people are viewing this post? Live counts, behind any page cache.
 * Version:           1.0.0
 * Requires at least: 6.4
 * Requires PHP:      7.4
 * Author:            The Onlookers contributors
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/old-licenses/gpl-2.0.html
 * Text Domain:       onlookers
 * Domain Path:       /languages
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

define( 'ONLOOKERS_VERSION', '1.0.0' );
define( 'ONLOOKERS_FILE', __FILE__ );

require_once __DIR__ . '/languages.php';
require_once __DIR__ . '/helper.php';
require_once __DIR__ . '/names.php';
require_once __DIR__ . '/texts.php';
require_once __DIR__ . '/network.php';
require_once __DIR__ . '/server.php';
require_once __DIR__ . '/pages.php';
require_once __DIR__ . '/looks.php';
require_once __DIR__ . '/sums.php';
require_once __DIR__ . '/template.php';
require_once __DIR__ . '/hooks.php';
require_once __DIR__ . '/top.php';
require_once __DIR__ . '/online.php';
require_once __DIR__ . '/dashboard.php';
require_once __DIR__ . '/rest.php';
require_once __DIR__ . '/class-onlookers-top-widget.php';
require_once __DIR__ . '/blocks.php';
require_once __DIR__ . '/views.php';
require_once __DIR__ . '/ownership.php';
require_once __DIR__ . '/changes.php';
require_once __DIR__ . '/corrections.php';
require_once __DIR__ . '/import.php';
require_once __DIR__ . '/knock.php';
require_once __DIR__ . '/connection.php';
require_once __DIR__ . '/health.php';
require_once __DIR__ . '/information.php';
require_once __DIR__ . '/columns.php';
require_once __DIR__ . '/query.php';
require_once __DIR__ . '/admin.php';
require_once __DIR__ . '/activation.php';
require_once __DIR__ . '/editor.php';
require_once __DIR__ . '/settings.php';
require_once __DIR__ . '/settings-page.php';
require_once __DIR__ . '/settings-fields.php';
require_once __DIR__ . '/settings-inputs.php';
require_once __DIR__ . '/tools.php';
require_once __DIR__ . '/corrections-card.php';

if ( defined( 'WP_CLI' ) && WP_CLI ) {
	require_once __DIR__ . '/cli.php';
}
