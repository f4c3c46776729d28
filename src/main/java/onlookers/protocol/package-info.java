/**
 * The native wire's codec ({@code NativeCodec}, whose arguments {@code EventReader} checks), and
 * the JSON of the HTTP API ({@code ApiJson} and its like): strings in, events out, and back. A wire
 * that spells them differently implements {@link onlookers.protocol.Codec}. No I/O and no clock.
 * The only package that uses {@code jakarta.json}, beside the other wire's {@code
 * onlookers.socketio.codec}.
 */
@NullMarked
package onlookers.protocol;

import org.jspecify.annotations.NullMarked;
