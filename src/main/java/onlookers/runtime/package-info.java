/**
 * What every package may use of the machine: threads that run tasks in order, the time, and the
 * guard that keeps one failing task from harming the next.
 */
@NullMarked
package onlookers.runtime;

import org.jspecify.annotations.NullMarked;
