/**
 * The native wire's codec, and the JSON of the HTTP API: strings in, events out, and back. No I/O
 * and no clock. The only package that uses {@code jakarta.json}, beside the other wire's {@code
 * onlookers.socketio.codec}.
 */
@NullMarked
package onlookers.protocol;

import org.jspecify.annotations.NullMarked;
