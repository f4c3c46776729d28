/**
 * The garbage collector's timers. Every node has them, one at a time does the work. This package
 * decides when ({@code GarbageCollector}) and by whom ({@code CollectorLock}); the steps themselves
 * are behind {@link onlookers.presence.CollectorStore}, in {@link onlookers.redis.collect}.
 */
@NullMarked
package onlookers.gc;

import org.jspecify.annotations.NullMarked;
