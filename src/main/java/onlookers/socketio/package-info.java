/**
 * The second wire, for unmodified Socket.IO clients: all of it is in this package and those below.
 * Nothing else imports it, so that it can be removed: CDI finds {@link
 * onlookers.socketio.SocketIoWire} by its type, {@link onlookers.http.WireModule}.
 *
 * <p>The layers, from the bytes up: {@link onlookers.socketio.codec}, {@link
 * onlookers.socketio.engineio}, {@link onlookers.socketio.namespace}. The classes here connect them
 * to the servers (a servlet for polling, WebSocket endpoints) and to {@link onlookers.websocket}: a
 * {@code SocketIoConnection} is a client like any other.
 */
@NullMarked
package onlookers.socketio;

import org.jspecify.annotations.NullMarked;
