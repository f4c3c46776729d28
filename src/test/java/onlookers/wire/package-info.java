/**
 * Contract section 5, sentence by sentence, by clients that know only the contract, against the
 * executable WAR on a real Redis.
 */
@NullMarked
package onlookers.wire;

import org.jspecify.annotations.NullMarked;
