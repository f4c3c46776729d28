<?php
/**
 * Where nothing of ours belongs: feeds, answers of the REST API, AMP pages. And where the client comes from.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Whether what is being printed will be read where no client runs, so that our elements would stay empty.
 *
 * @return bool
 */
function onlookers_is_mute() {
	return is_feed() || onlookers_rest_depth() > 0 || onlookers_is_amp();
}

/**
 * Whether the page is an AMP page, on which no script of ours may run.
 *
 * @return bool
 */
function onlookers_is_amp() {
	foreach ( array( 'amp_is_request', 'is_amp_endpoint' ) as $asks ) { // The plugin AMP, and others in its manner.
		if ( function_exists( $asks ) && did_action( 'wp' ) ) {
			return (bool) call_user_func( $asks );
		}
	}
	return false;
}

/**
 * How deep we are in answers of the REST API, which may ask it themselves.
 *
 * @param int $step 1 where one begins, -1 where it ends.
 * @return int
 */
function onlookers_rest_depth( $step = 0 ) {
	static $depth = 0;
	$depth       += $step;
	return $depth;
}

/**
 * An answer of the REST API begins. The editor's previews are shown, where the client runs.
 *
 * @param mixed           $response Is passed on.
 * @param array           $handler  Handler.
 * @param WP_REST_Request $request  Request.
 * @return mixed
 */
function onlookers_enter_rest( $response, $handler, $request ) {
	onlookers_rest_depth( onlookers_is_preview( $handler, $request ) ? 0 : 1 );
	return $response;
}
add_filter( 'rest_request_before_callbacks', 'onlookers_enter_rest', 10, 3 );

/**
 * It ends.
 *
 * @param mixed           $response Is passed on.
 * @param array           $handler  Handler.
 * @param WP_REST_Request $request  Request.
 * @return mixed
 */
function onlookers_leave_rest( $response, $handler, $request ) {
	onlookers_rest_depth( onlookers_is_preview( $handler, $request ) ? 0 : -1 );
	return $response;
}
add_filter( 'rest_request_after_callbacks', 'onlookers_leave_rest', 10, 3 );

/**
 * Whether a block or a widget is rendered for an editor.
 *
 * @param array           $handler Handler.
 * @param WP_REST_Request $request Request.
 * @return bool
 */
function onlookers_is_preview( $handler, $request ) {
	return $handler && 1 === preg_match( '~^/wp/v2/(block-renderer|widget)~', $request->get_route() );
}

/**
 * Address of the client. A browser takes a module from another host only if that allows it (CORS), which few do that serve
 * a site's files; the Onlookers server does. So where another host serves the plugin's files, the server's own is taken.
 *
 * @return string
 */
function onlookers_client() {
	$client  = onlookers_asset( 'onlookers.js' );
	$foreign = wp_parse_url( $client, PHP_URL_HOST ) !== wp_parse_url( home_url(), PHP_URL_HOST );
	if ( $foreign && '' !== onlookers_server() ) {
		$client = add_query_arg( 'ver', ONLOOKERS_VERSION, onlookers_server() . '/onlookers.js' );
	}
	/**
	 * Filters the address from which pages load the client.
	 *
	 * @param string $client Address.
	 */
	return (string) apply_filters( 'onlookers_client', $client );
}

/**
 * Asks optimisers to leave a script as it is: Rocket Loader, LiteSpeed, Autoptimize, WP Rocket, PageSpeed. A module that is
 * put into a bundle, or loaded from elsewhere, does not find its own tag.
 *
 * @return string[] Attributes.
 */
function onlookers_leave_alone() {
	return array(
		'data-cfasync'            => 'false',
		'data-no-optimize'        => '1',
		'data-no-defer'           => '1',
		'data-noptimize'          => '1',
		'data-no-minify'          => '1',
		'data-pagespeed-no-defer' => '1',
		'nowprocket'              => '1',
	);
}
