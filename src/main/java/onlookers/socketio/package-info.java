/**
 * The whole second wire, for unmodified Socket.IO clients: its servlet for polling, its WebSocket
 * endpoints, and a Socket.IO client as a client like any other. Nothing outside knows of it but its
 * wiring.
 */
@NullMarked
package onlookers.socketio;

import org.jspecify.annotations.NullMarked;
