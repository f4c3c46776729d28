/**
 * Connections to one Redis, a Sentinel group or a Cluster. A {@code Topology} knows which masters
 * there are and which holds a slot, {@code MasterConnections} is one connection to each, {@code
 * RoutedPipeline} a pipeline over all of them. {@code RedisPool} is for threads that may wait.
 * {@code Script} lists the Lua scripts.
 */
@NullMarked
package onlookers.redis.connect;

import org.jspecify.annotations.NullMarked;
