/** What the garbage collector and the audit look at and mend. */
@NullMarked
package onlookers.redis.collect;

import org.jspecify.annotations.NullMarked;
