/**
 * The codec of the second wire: packets and payloads of Engine.IO 3 and 4, and of Socket.IO inside
 * them. Texts and bytes in, texts and bytes out; no I/O and no clock.
 */
@NullMarked
package onlookers.socketio.codec;

import org.jspecify.annotations.NullMarked;
