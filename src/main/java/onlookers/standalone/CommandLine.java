package onlookers.standalone;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Arguments of the form {@code --name=value}. Which names there are, the settings know. A value is
 * never shown, nor anything that may be one: it may be a secret.
 */
final class CommandLine {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*");

  private CommandLine() {}

  /**
   * Name → value, without the dashes; the last of several values of one name.
   *
   * @throws IllegalArgumentException when an argument is not of that form; the message says which
   */
  static Map<String, String> parse(String... arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 3) {
        throw new IllegalArgumentException(
            "argument "
                + (i + 1)
                + shown(argument)
                + " is not of the form --name=value; see --help");
      }
      values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    return values;
  }

  /**
   * The names that are given more than once, in the order of their second time.
   *
   * @param arguments that {@link #parse} takes
   */
  static Set<String> repeated(String... arguments) {
    Set<String> names = new HashSet<>();
    Set<String> repeated = new LinkedHashSet<>();
    for (String argument : arguments) {
      String name = argument.substring(2, argument.indexOf('='));
      if (!names.add(name)) {
        repeated.add(name);
      }
    }
    return repeated;
  }

  private static String shown(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    boolean isName = NAME.matcher(name).matches() && (equals >= 0 || name.startsWith("-"));
    return isName ? ", '" + name + (equals < 0 ? "" : "=…") + "'," : "";
  }
}
