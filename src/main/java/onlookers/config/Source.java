package onlookers.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One place that settings come from: what was given there, under the names that are used there. */
final class Source {
  /** The places, in the order in which they win. */
  enum Kind {
    COMMAND_LINE("command line", "--", ""),
    SYSTEM_PROPERTY("system property", "", "onlookers."),
    ENVIRONMENT("environment variable", "", "ONLOOKERS_"),
    JNDI("JNDI entry", "java:comp/env/", "onlookers.");

    private final String label;
    private final String context;
    private final String prefix;

    Kind(String label, String context, String prefix) {
      this.label = label;
      this.context = context;
      this.prefix = prefix;
    }

    /** What a setting is called there. */
    String key(String name) {
      return prefix
          + (this == ENVIRONMENT ? name.toUpperCase(Locale.ROOT).replace('.', '_') : name);
    }
  }

  private final Kind kind;
  private final Map<String, String> given;

  Source(Kind kind, Map<String, String> given) {
    this.kind = kind;
    this.given = Map.copyOf(given);
  }

  /** What was given for the setting, or {@code null}. */
  @Nullable String value(String name) {
    String value = given.get(kind.key(name));
    return value != null && isPassedOver(value) ? null : value;
  }

  /** What of the given is there and counts as not given: the keys of settings, sorted. */
  List<String> passedOver(List<String> names) {
    return names.stream()
        .map(kind::key)
        .filter(key -> given.containsKey(key) && isPassedOver(given.get(key)))
        .sorted()
        .toList();
  }

  /**
   * Files for containers pass on by {@code NAME: ${NAME:-}} what may not be set: it arrives empty.
   */
  private boolean isPassedOver(String value) {
    return kind == Kind.ENVIRONMENT && value.isEmpty();
  }

  /** Place and name, for the administrator. */
  String describe(String name) {
    return kind.label + " " + kind.context + kind.key(name);
  }

  /**
   * A sentence for each given name that is no setting, sorted; the values may be misplaced secrets
   * and stay unsaid.
   */
  List<String> unknown(List<String> names) {
    List<String> keys = names.stream().map(kind::key).toList();
    return given.keySet().stream()
        .filter(key -> key.startsWith(kind.prefix) && !keys.contains(key))
        .sorted()
        .map(key -> complaint(key, keys))
        .toList();
  }

  private String complaint(String key, List<String> keys) {
    return kind.label
        + " "
        + LogSafe.of(kind.context + key)
        + " is no setting; the nearest is "
        + kind.context
        + Suggestion.to(key, keys);
  }

  /**
   * Whether an unknown name here is nobody's mistake: a cluster manager puts variables into every
   * environment.
   */
  boolean mayHoldForeignNames() {
    return kind == Kind.ENVIRONMENT;
  }

  /** The place alone: the values may be secrets. */
  @Override
  public String toString() {
    return kind.toString();
  }
}
