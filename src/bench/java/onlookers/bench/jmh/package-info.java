/** Small parts of the product alone, by JMH. */
@NullMarked
package onlookers.bench.jmh;

import org.jspecify.annotations.NullMarked;
