/**
 * Sockets: endpoints, connections, rooms and outboxes. A connection is one client's socket and
 * speaks one codec; a room is everyone here who is on one post; an outbox keeps, for a client that
 * reads slowly, the newest frame of each post.
 */
@NullMarked
package onlookers.websocket;

import org.jspecify.annotations.NullMarked;
