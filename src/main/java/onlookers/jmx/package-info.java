/**
 * The MXBean: what an administrator sees and can do through JMX. The only package that uses {@code
 * javax.management}.
 */
@NullMarked
package onlookers.jmx;

import org.jspecify.annotations.NullMarked;
