/**
 * The garbage collector's timers. Every node has them, one at a time does the work. This package
 * decides when ({@code GarbageCollector}; one {@code Sweeper} for timer and administrators) and by
 * whom ({@code CollectorLock}, a lock in Redis that expires when its node does not renew it, so
 * that another one goes on); the steps themselves are behind {@link
 * onlookers.presence.CollectorStore}, in {@link onlookers.redis.collect}. What Redis announces
 * meanwhile waits in {@code PendingEvents}.
 */
@NullMarked
package onlookers.gc;

import org.jspecify.annotations.NullMarked;
