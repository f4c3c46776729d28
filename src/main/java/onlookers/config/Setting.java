package onlookers.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What is known of one setting.
 *
 * @param name its dotted name
 * @param fromFile whether it may be given as {@code NAME.file}, the path of a file that holds the
 *     value
 * @param fallback its default
 * @param parser reads a value, or throws an {@link IllegalArgumentException} whose message is what
 *     would be right
 * @param shown the form of a given text that may be seen in a log
 */
record Setting<T>(
    String name,
    boolean fromFile,
    Function<Deployment, T> fallback,
    Function<String, T> parser,
    UnaryOperator<String> shown) {

  /** A whole number. */
  static Setting<Integer> number(String name, int fallback, int min, int max, String unit) {
    return plain(name, fallback, text -> wholeNumber(text, min, max, unit));
  }

  /** A number of things of which 0 means that there is no limit; at most ten million. */
  static Setting<Integer> limit(String name, int fallback) {
    return number(name, fallback, 0, 10_000_000, " (0 = no limit)");
  }

  /** A time in whole seconds. */
  static Setting<Duration> seconds(String name, int fallback, int min, int max) {
    return plain(
        name,
        Duration.ofSeconds(fallback),
        text -> Duration.ofSeconds(wholeNumber(text, min, max, " seconds")));
  }

  /** A text of one form. */
  static Setting<String> text(String name, String fallback, String form, String expected) {
    return plain(name, fallback, matching(form, expected));
  }

  /** A value that anybody may see. */
  static <T> Setting<T> plain(String name, T fallback, Function<String, T> parser) {
    return new Setting<>(name, false, deployment -> fallback, parser, UnaryOperator.identity());
  }

  /** A value that nobody may see, and that is absent unless given. */
  static Setting<Optional<Secret>> secret(String name) {
    return secret(name, Secret::new);
  }

  /** A value with a secret in it, that nobody may see, and that is absent unless given. */
  static <T> Setting<Optional<T>> secret(String name, Function<String, T> parser) {
    return new Setting<>(
        name,
        true,
        deployment -> Optional.empty(),
        text -> Optional.of(parser.apply(text)),
        text -> text.isEmpty() ? text : Secret.MASK);
  }

  /** The name under which the path of a file is given instead of the value. */
  String fileName() {
    return name + ".file";
  }

  static Function<String, String> matching(String form, String expected) {
    Pattern pattern = Pattern.compile(form);
    return text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException(expected);
      }
      return text;
    };
  }

  private static int wholeNumber(String text, int min, int max, String unit) {
    if (text.matches("[0-9]{1,10}")) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    throw new IllegalArgumentException("a whole number from " + min + " to " + max + unit);
  }
}
