package onlookers.config;

/**
 * A setting that stops the start. The message is one line for the administrator: the setting, its
 * source, what was given (quoted, and masked where it may hold a secret) and what would be right.
 * It has no cause, since the messages of parsers repeat their input.
 */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingException(String message) {
    // Without a trace: what is wrong is in the message, and a server prints every trace in full.
    super(message, null, false, false);
  }
}
