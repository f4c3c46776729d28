package onlookers.presence;

import java.time.Duration;
import onlookers.runtime.Scheduler;

/**
 * How caches that stand before the same store wait for it, and how long what it said is used.
 *
 * @param bulkhead lets only so many load or wait at a time, in all caches together
 * @param maxWait how long to wait for what somebody else loads
 * @param fresh how long a value may be used, from when it was asked for
 * @param time measures how old a value is
 */
record CachePolicy(Bulkhead bulkhead, Duration maxWait, Duration fresh, Scheduler time) {}
