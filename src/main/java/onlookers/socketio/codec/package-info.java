/**
 * The second wire's spelling: Engine.IO 3 and 4, and Socket.IO inside of it. Texts and bytes in,
 * texts and bytes out; no I/O and no clock. The native wire knows nothing of it.
 */
@NullMarked
package onlookers.socketio.codec;

import org.jspecify.annotations.NullMarked;
