package onlookers.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/** The log of the executable WAR: the console, unless the JVM was configured otherwise. */
final class ConsoleLog {
  private ConsoleLog() {}

  /** Reads {@code logging.properties} beside this class, where the user has not named another. */
  static void configure() throws IOException {
    if (System.getProperty("java.util.logging.config.file") == null
        && System.getProperty("java.util.logging.config.class") == null) {
      try (InputStream settings = ConsoleLog.class.getResourceAsStream("logging.properties")) {
        LogManager.getLogManager().readConfiguration(settings);
      }
    }
  }
}
