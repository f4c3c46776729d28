/** Reading clocks, and summing up. */
@NullMarked
package onlookers.bench.measure;

import org.jspecify.annotations.NullMarked;
