/**
 * Frames to words and back: strings in, strings out, no I/O and no clock. The only package that
 * knows JSON.
 */
@NullMarked
package onlookers.protocol;

import org.jspecify.annotations.NullMarked;
