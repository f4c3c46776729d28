/**
 * Start and stop: the wiring of the web application, the executable WAR, and the Redis that comes
 * with it. Every other package may be read without this one; nobody imports it.
 *
 * <p>{@code java -jar onlookers.war} goes this way: {@link onlookers.standalone.Main}, the only
 * class the JVM finds by itself, reads the WAR into memory ({@link
 * onlookers.standalone.WarContents}) and hands over to {@link onlookers.standalone.Launcher}, which
 * runs the web application, this very WAR, in an embedded Tomcat. In a server of its own the WAR
 * starts without them.
 */
@NullMarked
package onlookers.boot;

import org.jspecify.annotations.NullMarked;
