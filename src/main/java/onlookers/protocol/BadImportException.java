package onlookers.protocol;

/** Never: the import does not fit. Its message holds nothing of what was sent. */
public final class BadImportException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  BadImportException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** How the API names it. */
  public String code() {
    return code;
  }

  /** What is wrong, for people. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
