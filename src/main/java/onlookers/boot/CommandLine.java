package onlookers.boot;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of the form {@code --name=value}. Which names there are, the settings know. */
final class CommandLine {
  private CommandLine() {}

  /**
   * Name → value, without the dashes; the last of several values of one name.
   *
   * @throws IllegalArgumentException when an argument is not of that form; the message names it
   */
  static Map<String, String> parse(String... arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 3) {
        throw new IllegalArgumentException(
            "'" + printable(argument) + "' is not of the form --name=value; see --help");
      }
      values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    return values;
  }

  private static String printable(String argument) {
    return argument.replaceAll("\\p{Cntrl}", "?");
  }
}
