package onlookers.presence;

/** Not now: Redis is out of reach. Whoever catches it may try again later. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what could not be done. */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says what could not be done. */
  public UnavailableException(String message) {
    super(message);
  }
}
