/**
 * The benchmark: {@link onlookers.bench.Main} starts servers, lets crowds of readers arrive, and
 * writes down what that cost. See {@code src/bench/README.md}.
 */
@NullMarked
package onlookers.bench;

import org.jspecify.annotations.NullMarked;
