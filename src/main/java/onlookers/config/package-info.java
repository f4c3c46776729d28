/**
 * The settings: a record that is read once at start by {@link onlookers.config.SettingsLoader},
 * where the values come from, and what is refused. {@link onlookers.config.SettingDefinitions} has
 * one line for each setting. Knows the JDK only, because the launcher of the executable WAR reads
 * the settings before there is a web application.
 */
@NullMarked
package onlookers.config;

import org.jspecify.annotations.NullMarked;
