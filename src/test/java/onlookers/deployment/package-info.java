/**
 * What an administrator is given: every file of {@code server-config}, and the Debian package,
 * tried with the programs that they are for.
 */
@NullMarked
package onlookers.deployment;

import org.jspecify.annotations.NullMarked;
