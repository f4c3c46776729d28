/**
 * What an administrator sees and can do through JMX: the instruments look in, the packages do not
 * look out. The only package that knows {@code javax.management}.
 */
@NullMarked
package onlookers.jmx;

import org.jspecify.annotations.NullMarked;
