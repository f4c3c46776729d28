/**
 * Socket.IO over Engine.IO: the default namespace, its events and acknowledgements. Knows nothing
 * of presence. Binary attachments are refused.
 */
@NullMarked
package onlookers.socketio.namespace;

import org.jspecify.annotations.NullMarked;
