/**
 * Keyspace notifications: which keys have changed, whoever changed them. {@code KeyspaceListener}
 * subscribes to the posts that have a subscriber on this node, and for the collector to the ends of
 * all sessions. {@code EventBeat} checks every 5 s that notifications still arrive.
 */
@NullMarked
package onlookers.redis.events;

import org.jspecify.annotations.NullMarked;
