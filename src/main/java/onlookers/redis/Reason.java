package onlookers.redis;

/** Says in one line why an exchange with Redis failed. */
final class Reason {
  private Reason() {}

  /** The message of the innermost cause, which is what the operating system or Redis said. */
  static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
