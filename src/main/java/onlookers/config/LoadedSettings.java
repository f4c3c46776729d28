package onlookers.config;

import java.util.List;

/**
 * The settings, and what the administrator is to learn about them at start.
 *
 * @param settings the settings
 * @param report one line {@code name = value (source)} for each that is not at its default, secrets
 *     masked
 * @param warnings one line for each thing that is odd but not fatal: unknown environment variables
 */
public record LoadedSettings(Settings settings, List<String> report, List<String> warnings) {}
