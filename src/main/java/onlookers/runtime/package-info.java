/**
 * What every package may use: threads that run tasks in order and know the time, the metrics and
 * state of this node, and the guard that keeps one failing task from harming the next. Imports
 * nothing of ours.
 */
@NullMarked
package onlookers.runtime;

import org.jspecify.annotations.NullMarked;
