package onlookers.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the value that wins, reads it, and keeps the report for the administrator. */
final class SettingsReader {
  private static final Pattern SERVICE_URL =
      Pattern.compile("(tcp|udp|sctp)://[0-9A-Za-z.:\\[\\]-]+");

  private final Sources sources;
  private final List<String> report = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Sources sources) {
    this.sources = sources;
  }

  /** A line for each value read that was not the default. */
  List<String> report() {
    return List.copyOf(report);
  }

  /**
   * Looks for unknown names.
   *
   * @return a warning for each where it may be nobody's mistake; the others are to be refused
   */
  List<String> checkNames() {
    List<String> warnings = new ArrayList<>();
    for (Source source : sources.inOrder()) {
      List<String> unknown = source.unknown(SettingDefinitions.names());
      (source.mayHoldForeignNames() ? warnings : problems).addAll(unknown);
      List<String> empty = source.passedOver(SettingDefinitions.names());
      if (!empty.isEmpty()) {
        warnings.add(
            "environment variables that are empty count as not set: " + String.join(", ", empty));
      }
    }
    return List.copyOf(warnings);
  }

  /**
   * The value of the setting: the first that was given, else the default, which also stands for one
   * that is not right until {@link #refuse} is asked.
   */
  <T> T read(Setting<T> setting) {
    T fallback = setting.fallback().apply(sources.deployment());
    try {
      GivenValue given = find(setting);
      return given == null ? fallback : read(setting, given, fallback);
    } catch (SettingException e) {
      problems.add(e.getMessage());
      return fallback;
    }
  }

  /**
   * Refuses what was not right: all of it at once, so that nobody mends and starts one by one.
   *
   * @throws SettingException when anything was not
   */
  void refuse() {
    if (!problems.isEmpty()) {
      throw new SettingException(String.join("; also ", problems));
    }
  }

  private <T> T read(Setting<T> setting, GivenValue given, T fallback) {
    T value = parse(setting, given);
    warnIfIdle(setting, given);
    if (!value.equals(fallback)) {
      report.add(
          setting.name()
              + " = "
              + setting.shown().apply(given.text())
              + " ("
              + given.where()
              + ")");
    }
    return value;
  }

  private void warnIfIdle(Setting<?> setting, GivenValue given) {
    String instead = SettingDefinitions.instead(setting, sources.deployment());
    if (instead != null) {
      warnings.add(
          setting.name()
              + " ("
              + given.where()
              + ") does nothing in a server, only in the executable WAR; right is "
              + instead);
    }
  }

  private static <T> T parse(Setting<T> setting, GivenValue given) {
    try {
      return setting.parser().apply(given.text());
    } catch (IllegalArgumentException e) {
      String shown = LogSafe.of(setting.shown().apply(given.text()));
      throw new SettingException(
          setting.name() + " (" + given.where() + ") is " + shown + "; right is " + e.getMessage());
    }
  }

  private @Nullable GivenValue find(Setting<?> setting) {
    for (Source source : sources.inOrder()) {
      GivenValue given = GivenValue.find(setting, source);
      if (given != null && !isForeign(setting, given, source)) {
        return given;
      }
    }
    return null;
  }

  /**
   * Kubernetes says to each program where the service {@code onlookers-http} is by a variable
   * {@code ONLOOKERS_HTTP_PORT}, which is a URL and was meant by nobody as a setting.
   */
  private boolean isForeign(Setting<?> setting, GivenValue given, Source source) {
    boolean foreign = source.mayHoldForeignNames() && SERVICE_URL.matcher(given.text()).matches();
    if (foreign) {
      warnings.add(
          given.where()
              + " is passed over: it looks like the address of a service that a cluster manager"
              + " puts there; to set "
              + setting.name()
              + " use another place, such as the system property onlookers."
              + setting.name());
    }
    return foreign;
  }

  /** A line for each value that was passed over, or that does nothing here. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
