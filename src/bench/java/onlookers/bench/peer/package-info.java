/**
 * The bound of what a JVM can do: a presence server on plain Netty that keeps everything in memory,
 * speaks just enough of the native wire, and does nothing that a crowd does not need. It checks no
 * origin, knows no limits, no Redis and no second node.
 */
@NullMarked
package onlookers.bench.peer;

import org.jspecify.annotations.NullMarked;
