/**
 * The native wire, and what both wires share. {@link onlookers.websocket.PresenceEndpoint} is the
 * WebSocket at {@code /presence}. A third wire would be a package beside {@code
 * onlookers.socketio}: it implements {@link onlookers.websocket.Transport} and {@code Codec}, and
 * asks {@link onlookers.websocket.ClientAcceptor} to accept its clients. The node finds, starts and
 * stops it as an {@link onlookers.http.WireModule}.
 *
 * <ul>
 *   <li>{@code ConnectionManager} has every open connection: it admits clients within the limits of
 *       {@code ConnectionLimiter}, and has {@code ConnectionCloser} close their sockets. {@code
 *       Drain} sends all of them elsewhere.
 *   <li>{@code Connection} is one client: what it sends goes through its {@code ClientSession}
 *       (rate limit, codec, ticket) to the domain; what it is sent waits in its {@code Outbox},
 *       which keeps the newest counts of each post for a client that reads slowly.
 *   <li>{@code Rooms} has the subscribers of each post, and publishes counts to them.
 *   <li>{@code Heartbeat} pings, and drops a client that gives no sign of life; its session keeps
 *       its grace.
 *   <li>{@code CloseStatus} lists why a connection is closed, with the code and the reason.
 * </ul>
 */
@NullMarked
package onlookers.websocket;

import org.jspecify.annotations.NullMarked;
