/**
 * What repairs the data in Redis: the steps of the garbage collector ({@code JedisCollectorStore}),
 * the reconciliation of hash and sets with one session's key ({@code SessionReconciler}), and the
 * audit, which restores this node's own living sessions ({@code Audit}).
 */
@NullMarked
package onlookers.redis.collect;

import org.jspecify.annotations.NullMarked;
