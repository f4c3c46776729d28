/**
 * The settings: a record that is read once at start, where the values come from, and what is
 * refused. Knows the JDK only, because the launcher of the executable WAR reads the settings before
 * there is a web application.
 */
@NullMarked
package onlookers.config;

import org.jspecify.annotations.NullMarked;
