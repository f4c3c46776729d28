<?php
/** What the plugin's commands use of WP-CLI, which cannot be had here. */
// phpcs:disable

namespace {
	/** Records what it is given; an error ends the command. */
	class WP_CLI {
		public static $commands = array();
		public static $said     = array();

		public static function add_command( $name, $function ) {
			self::$commands[ $name ] = $function;
		}

		public static function log( $message ) {
			self::$said[] = $message;
		}

		public static function success( $message ) {
			self::$said[] = 'Success: ' . $message;
		}

		public static function confirm( $question, $options = array() ) {
			self::$said[] = 'Asked: ' . $question;
			if ( empty( $options['yes'] ) ) {
				throw new RuntimeException( 'No.' );
			}
		}

		public static function error( $message ) {
			throw new RuntimeException( is_wp_error( $message ) ? $message->get_error_message() : $message );
		}
	}
}

namespace WP_CLI\Utils {
	function format_items( $format, $items, $fields ) {
		foreach ( $items as $item ) {
			\WP_CLI::$said[] = implode( ' ', array_map( static function ( $field ) use ( $item ) {
				return $item[ $field ];
			}, $fields ) );
		}
	}
}
