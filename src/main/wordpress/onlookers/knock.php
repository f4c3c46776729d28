<?php
/**
 * Knocking at the server's door as a reader's browser does: a WebSocket, and the counts of a post. WordPress' HTTP
 * functions know no WebSockets; they would wait for the end of an answer that has none.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Knocks.
 *
 * @return string What happened: `counts` when readers are let in; `origin`, `upgrade` or `ticket`, whichever is refused.
 */
function onlookers_knock() {
	$server = onlookers_internal_server();
	$url    = wp_parse_url( $server ) + array( 'path' => '' );
	$socket = onlookers_may_ask( $server ) ? onlookers_open_socket( $url ) : false;
	if ( ! $socket ) {
		return 'upgrade';
	}
	$status = onlookers_ask_for_websocket( $socket, $url );
	$result = 101 === $status ? onlookers_ask_for_counts( $socket ) : 'upgrade';
	fclose( $socket ); // phpcs:ignore WordPress.WP.AlternativeFunctions
	return 403 === $status ? 'origin' : $result;
}

/**
 * Connects.
 *
 * @param array $url The server's address in parts.
 * @return resource|false
 */
function onlookers_open_socket( $url ) {
	$secure = 'https' === $url['scheme'];
	$port   = isset( $url['port'] ) ? $url['port'] : ( $secure ? 443 : 80 );
	$where  = ( $secure ? 'tls' : 'tcp' ) . '://' . $url['host'] . ':' . $port;
	// phpcs:ignore WordPress.PHP.NoSilencedErrors, WordPress.WP.AlternativeFunctions -- That it fails is an answer.
	$socket = @stream_socket_client( $where, $code, $message, ONLOOKERS_TIMEOUT );
	if ( $socket ) {
		stream_set_timeout( $socket, ONLOOKERS_TIMEOUT );
	}
	return $socket;
}

/**
 * The opening handshake (RFC 6455, 4.1).
 *
 * @param resource $socket Connection.
 * @param array    $url    The server's address in parts.
 * @return int Status of the answer, 0 when there is none.
 */
function onlookers_ask_for_websocket( $socket, $url ) {
	$lines = array(
		'GET ' . $url['path'] . '/presence HTTP/1.1',
		'Host: ' . onlookers_authority(), // Even where we connect elsewhere: who is let in may depend on it.
		'Origin: ' . onlookers_origin(),
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		'Sec-WebSocket-Key: ' . base64_encode( random_bytes( 16 ) ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
	);
	fwrite( $socket, implode( "\r\n", $lines ) . "\r\n\r\n" ); // phpcs:ignore WordPress.WP.AlternativeFunctions
	$answer = (string) stream_get_line( $socket, 8192, "\r\n\r\n" );
	return preg_match( '~^HTTP/1\.[01] (\d{3})~', $answer, $match ) ? (int) $match[1] : 0;
}

/**
 * The host that readers' browsers ask for.
 *
 * @return string
 */
function onlookers_authority() {
	$url = wp_parse_url( onlookers_server() );
	return $url['host'] . ( isset( $url['port'] ) ? ':' . $url['port'] : '' );
}

/**
 * Asks for the counts of a post that is none, with its ticket.
 *
 * @param resource $socket WebSocket.
 * @return string `counts` or `ticket`, or `upgrade` when nothing comes.
 */
function onlookers_ask_for_counts( $socket ) {
	$name    = onlookers_post_name( 0 );
	$ticket  = onlookers_ticket( $name );
	$options = '' === $ticket ? array() : array( 'tickets' => array( $ticket ) );
	onlookers_send_frame( $socket, wp_json_encode( array( 'watching', array( $name ), (object) $options ) ) );
	for ( $i = 0; $i < 4; $i++ ) { // The session's name, perhaps a word on Redis, then the counts.
		$frame = json_decode( onlookers_read_frame( $socket ), true );
		$words = is_array( $frame ) ? array_slice( $frame, 0, 2 ) : array();
		if ( array( 'error', 'bad-ticket' ) === $words ) {
			return 'ticket';
		}
		if ( $words && 'counts' === $words[0] ) {
			return 'counts';
		}
	}
	return 'upgrade';
}

/**
 * Sends a text frame; a client's is masked (RFC 6455, 5.2).
 *
 * @param resource $socket WebSocket.
 * @param string   $text   At most 125 bytes.
 */
function onlookers_send_frame( $socket, $text ) {
	$mask   = random_bytes( 4 );
	$masked = $text ^ str_repeat( $mask, 32 ); // As long as the shorter of both.
	fwrite( $socket, "\x81" . chr( 0x80 | strlen( $text ) ) . $mask . $masked ); // phpcs:ignore WordPress.WP.AlternativeFunctions
}

/**
 * Reads a frame.
 *
 * @param resource $socket WebSocket.
 * @return string Its text; empty when none comes, or it is none of text.
 */
function onlookers_read_frame( $socket ) {
	$head = (string) stream_get_contents( $socket, 2 );
	if ( 2 !== strlen( $head ) || "\x81" !== $head[0] ) {
		return '';
	}
	$length = ord( $head[1] );
	if ( 126 === $length ) {
		$more   = (string) stream_get_contents( $socket, 2 );
		$length = 2 === strlen( $more ) ? unpack( 'n', $more )[1] : 0;
	}
	return $length ? (string) stream_get_contents( $socket, $length ) : '';
}
