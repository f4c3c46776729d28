/**
 * What an administrator sees and can do through JMX: the instruments look in, the rooms do not look
 * out. The only room that knows {@code javax.management}.
 */
@NullMarked
package onlookers.jmx;

import org.jspecify.annotations.NullMarked;
