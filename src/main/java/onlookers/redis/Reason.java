package onlookers.redis;

import java.net.UnknownHostException;

/** Says in one line why an exchange with Redis failed. */
final class Reason {
  private Reason() {}

  /**
   * The message of the innermost cause, which is what the operating system or Redis said; its kind
   * where it says nothing, or nothing but a name.
   */
  static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String kind = cause.getClass().getSimpleName();
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    if (cause.getMessage() == null || message.isBlank()) {
      return kind;
    }
    return cause instanceof UnknownHostException ? "unknown host " + message : message;
  }
}
