/** Keyspace notifications: which keys have changed, whoever changed them. */
@NullMarked
package onlookers.redis.events;

import org.jspecify.annotations.NullMarked;
