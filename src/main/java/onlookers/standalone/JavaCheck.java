package onlookers.standalone;

/**
 * Where {@code java -jar} begins. A Java that is too old is named in one line, where the JVM would
 * speak of class files and 61.0. Compiled for Java 8, and uses nothing newer, unlike {@link Main}.
 */
public final class JavaCheck {
  private static final int OLDEST = 17;
  private static final int CANNOT_START = 1;

  private JavaCheck() {}

  /**
   * Goes on with {@link Main}, unless this Java is too old.
   *
   * @param arguments of the command line
   */
  public static void main(String[] arguments) {
    String version = System.getProperty("java.specification.version");
    if (isTooOld(version)) {
      System.err.println(refusal(version, System.getProperty("java.home")));
      System.exit(CANNOT_START);
    }
    Main.main(arguments);
  }

  /**
   * Whether it runs nothing of ours.
   *
   * @param version as in {@code 1.8}, {@code 11}, {@code 17}
   */
  static boolean isTooOld(String version) {
    return version.startsWith("1.") || Integer.parseInt(version) < OLDEST;
  }

  /** The one line that the administrator reads. */
  static String refusal(String version, String home) {
    return "Onlookers cannot start: this is Java "
        + version
        + ", in "
        + home
        + "; right is Java "
        + OLDEST
        + " or newer";
  }
}
