/**
 * Keys to words and back. Everything that is written to Redis, and every channel that is read,
 * stands in this package; the scripts beside it say what each atomic step does. {@link
 * onlookers.redis.Keys} is the page that names every key.
 *
 * <p>Three kinds of connection: one <em>ordered</em> connection, on which all writes of sessions
 * and all reads that are pushed travel in one queue ({@link
 * onlookers.redis.write.OrderedConnection}); one that hears ({@link
 * onlookers.redis.events.KeyspaceListener}); and a small pool for whoever may wait.
 */
@NullMarked
package onlookers.redis;

import org.jspecify.annotations.NullMarked;
