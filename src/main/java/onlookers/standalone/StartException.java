package onlookers.standalone;

/** The program cannot start; the message is the one line that the administrator reads. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }
}
