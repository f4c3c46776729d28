/**
 * The garbage collector: a timer on every node, of which one at a time does the work. It decides
 * when; what a step does is {@link onlookers.presence.CollectorStore}'s.
 */
@NullMarked
package onlookers.gc;

import org.jspecify.annotations.NullMarked;
