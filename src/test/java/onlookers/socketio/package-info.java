/**
 * Contract section 6: Socket.IO clients, unmodified and hostile ones, against the executable WAR on
 * a real Redis.
 */
@NullMarked
package onlookers.socketio;

import org.jspecify.annotations.NullMarked;
