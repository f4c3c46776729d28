/**
 * Socket.IO over Engine.IO: the default namespace, its events and acknowledgements. Who takes part
 * in the namespace is not known here. Attachments are not taken.
 */
@NullMarked
package onlookers.socketio.namespace;

import org.jspecify.annotations.NullMarked;
