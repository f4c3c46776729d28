/** A crowd of readers in one event loop, cheap enough not to be what is measured. */
@NullMarked
package onlookers.bench.load;

import org.jspecify.annotations.NullMarked;
