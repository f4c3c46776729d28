package onlookers.redis.connect;

import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Says in one line why an exchange with Redis failed. */
public final class RootCause {
  /** Redis goes on so where it repeats the words of a command, be they a password. */
  private static final Pattern REPEATED = Pattern.compile(", with args beginning with.*");

  private RootCause() {}

  /**
   * The message of the innermost cause, which is what the operating system or Redis said; its kind
   * where it says nothing, or nothing but a name.
   */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String kind = cause.getClass().getSimpleName();
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    message = REPEATED.matcher(message).replaceFirst("");
    if (cause.getMessage() == null || message.isBlank()) {
      return kind;
    }
    return cause instanceof UnknownHostException ? "unknown host " + message : message;
  }
}
