/**
 * Everything that is answered over plain HTTP: the API, administration, health, metrics, the
 * dashboard's feed, and the origin check before a WebSocket handshake. {@link
 * onlookers.http.Routes} lists the paths and makes their servlets and filters.
 */
@NullMarked
package onlookers.http;

import org.jspecify.annotations.NullMarked;
