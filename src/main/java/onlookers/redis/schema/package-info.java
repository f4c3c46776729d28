/**
 * What lies in Redis, and how it is changed. {@code Keys} names every key, {@code ScriptCalls}
 * calls every Lua script with its keys and arguments (those of sessions, of counts and of nodes
 * each in a class of their own), {@code ErrorReplies} logs what Redis refuses, {@code Owner} says
 * whose a session is, {@code RedisPolicy} how long what is written lives. {@code Reconciliation}
 * makes hash and sets agree with one session's key.
 */
@NullMarked
package onlookers.redis.schema;

import org.jspecify.annotations.NullMarked;
