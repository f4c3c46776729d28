/**
 * What the executable WAR's Tomcat does otherwise than Tomcat itself: its threads, and how frames
 * go out. No bean is in here, and the application knows nothing of it.
 */
@NullMarked
package onlookers.standalone.engine;

import org.jspecify.annotations.NullMarked;
