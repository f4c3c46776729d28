/** The Engine.IO engine under other applications than ours, as the public suites expect it. */
@NullMarked
package onlookers.conformance;

import org.jspecify.annotations.NullMarked;
