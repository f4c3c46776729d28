<?php
/** What WordPress expects of a web server, for scripts that run without one. */
$onlookers_test_root = getcwd();
$onlookers_test_host = parse_url( getenv( 'ONLOOKERS_TEST_SITE' ), PHP_URL_HOST ) . ':' . parse_url( getenv( 'ONLOOKERS_TEST_SITE' ), PHP_URL_PORT );

$_SERVER['HTTP_HOST']       = $onlookers_test_host;
$_SERVER['SERVER_NAME']     = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
