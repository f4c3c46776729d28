/**
 * Engine.IO 3 and 4: sessions by polling or by WebSocket, and the way from one to the other. It
 * carries messages of text and bytes for whatever {@link
 * onlookers.socketio.engineio.SessionHandler} it is given, and knows nothing of it.
 *
 * <p>An {@code EngineSession} is one client's; what it is to be sent waits in its {@code
 * SendBuffer} until a poll or the {@code EngineSocket} takes it. No lock is held while anything is
 * written, or while the application is called.
 */
@NullMarked
package onlookers.socketio.engineio;

import org.jspecify.annotations.NullMarked;
