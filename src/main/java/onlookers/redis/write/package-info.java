/** The ordered connection: every write of a session and every read that is pushed. */
@NullMarked
package onlookers.redis.write;

import org.jspecify.annotations.NullMarked;
