/**
 * Wiring, start and stop of a node, on every server alike. No package imports this one. {@link
 * onlookers.boot.Wiring}, {@link onlookers.boot.RedisWiring} and {@link
 * onlookers.boot.MonitoringWiring} make each part once; {@code Application} observes the start and
 * end of the CDI container, and {@code NodeLifecycle} starts and stops the parts in order.
 */
@NullMarked
package onlookers.boot;

import org.jspecify.annotations.NullMarked;
