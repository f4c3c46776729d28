/**
 * What {@code java -jar onlookers.war} needs and a server does not: the program itself, an embedded
 * Tomcat, and the Redis that comes with it.
 */
@NullMarked
package onlookers.standalone;

import org.jspecify.annotations.NullMarked;
