/**
 * Everything that is written to Redis or read from it. {@link onlookers.redis.schema.Keys} names
 * every key; the scripts, each one atomic step, lie in the resources beside {@link
 * onlookers.redis.connect}. The only package that uses Jedis.
 *
 * <ul>
 *   <li>{@link onlookers.redis.connect}: where the masters are, and connections to them.
 *   <li>{@link onlookers.redis.schema}: the names of keys, and the calls of the scripts.
 *   <li>{@link onlookers.redis.write}: the ordered connection, for every write of a session and
 *       every read that is pushed. A view whose reply is lost is kept there, in {@link
 *       onlookers.redis.write.PendingViews}, and sent again under its number.
 *   <li>{@link onlookers.redis.events}: keyspace notifications.
 *   <li>{@link onlookers.redis.collect}: the garbage collector's steps, and the audit of this
 *       node's own sessions.
 * </ul>
 *
 * <p>Each imports only from those above it, and {@code write} and {@code collect} know nothing of
 * each other.
 *
 * <p>Here lie the implementations of the domain's ports, of which {@link
 * onlookers.redis.JedisPresenceRepository} is the main one. What may wait for Redis uses the pools
 * of {@link onlookers.redis.RedisContext}.
 */
@NullMarked
package onlookers.redis;

import org.jspecify.annotations.NullMarked;
