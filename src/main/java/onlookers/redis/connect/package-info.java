/** Which masters there are, and connections to them: one Redis, a Sentinel group, a Cluster. */
@NullMarked
package onlookers.redis.connect;

import org.jspecify.annotations.NullMarked;
