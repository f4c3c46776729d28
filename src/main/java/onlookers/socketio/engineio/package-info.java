/**
 * Engine.IO 3 and 4: sessions by polling or by WebSocket, and the upgrade from one to the other.
 * Carries messages of text and bytes for any {@link onlookers.socketio.engineio.SessionHandler},
 * and does not know what they mean.
 *
 * <p>An {@code EngineSession} is one client's. What it is sent waits in its {@code SendBuffer}
 * until a poll or the {@code EngineSocket} takes it. No lock is held while anything is written, or
 * while the handler is called.
 */
@NullMarked
package onlookers.socketio.engineio;

import org.jspecify.annotations.NullMarked;
