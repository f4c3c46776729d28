<?php
/**
 * PHPUnit 9 is older than PHP 8.4, which complains of its classes as they are loaded: that is not the plugin's fault, and tests
 * would fail of it. So all of them are loaded before anybody listens.
 */
( static function () {
	if ( PHP_VERSION_ID < 80400 ) {
		return;
	}
	$level = error_reporting( E_ALL & ~E_DEPRECATED );
	$base  = dirname( ( new ReflectionClass( PHPUnit\Framework\TestCase::class ) )->getFileName(), 3 );
	foreach ( array( 'PHPUnit', 'SebastianBergmann', 'DeepCopy', 'Doctrine/Instantiator' ) as $folder ) {
		if ( ! is_dir( "$base/$folder" ) ) {
			continue;
		}
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( "$base/$folder" ) ) as $file ) {
			if ( 'php' === $file->getExtension() && ctype_upper( $file->getBasename()[0] ) ) {
				class_exists( strtr( substr( $file->getPathname(), strlen( $base ) + 1, -4 ), '/', '\\' ) );
			}
		}
	}
	error_reporting( $level );
} )();
