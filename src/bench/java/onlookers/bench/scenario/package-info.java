/** What the crowds do. */
@NullMarked
package onlookers.bench.scenario;

import org.jspecify.annotations.NullMarked;
