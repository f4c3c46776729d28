package onlookers.config;

import org.jspecify.annotations.Nullable;

/**
 * A text and where it was given. Not a record: its text may be a secret, and must not be printed by
 * mistake.
 */
final class GivenValue {
  private final String text;
  private final String where;

  private GivenValue(String text, String where) {
    this.text = text;
    this.where = where;
  }

  /**
   * What the source has for the setting, itself or in a file that it names; {@code null} for
   * nothing.
   *
   * @throws SettingException when it has both, or the file cannot be read
   */
  static @Nullable GivenValue find(Setting<?> setting, Source source) {
    String text = source.value(setting.name());
    String file = setting.fromFile() ? source.value(setting.fileName()) : null;
    if (text != null && file != null) {
      throw new SettingException(
          setting.name()
              + " is given twice: "
              + source.describe(setting.name())
              + " and "
              + source.describe(setting.fileName())
              + "; right is one of them");
    }
    if (file != null) {
      String where = source.describe(setting.fileName());
      return new GivenValue(SecretFile.read(setting.name(), where, file), "file by " + where);
    }
    return text == null ? null : new GivenValue(text, source.describe(setting.name()));
  }

  String text() {
    return text;
  }

  /** For the administrator, as in {@code file by environment variable ...}. */
  String where() {
    return where;
  }
}
