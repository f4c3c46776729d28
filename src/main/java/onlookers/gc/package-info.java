/**
 * The garbage collector's timers. Every node has them, one at a time does the work. This package
 * decides when and by whom; the steps themselves are behind {@link
 * onlookers.presence.CollectorStore}.
 */
@NullMarked
package onlookers.gc;

import org.jspecify.annotations.NullMarked;
