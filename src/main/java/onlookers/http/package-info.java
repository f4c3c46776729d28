/**
 * Everything that is answered over plain HTTP: the API, health and metrics, and the guard before
 * the WebSocket handshake. The only package that knows servlets; {@link onlookers.http.Routes} is
 * its map.
 */
@NullMarked
package onlookers.http;

import org.jspecify.annotations.NullMarked;
