/**
 * What the executable WAR's Tomcat does differently from Tomcat itself: its threads, its buffers,
 * and how frames are sent. Contains no bean, and the application does not know of it.
 */
@NullMarked
package onlookers.standalone.engine;

import org.jspecify.annotations.NullMarked;
