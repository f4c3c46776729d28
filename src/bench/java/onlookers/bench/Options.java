package onlookers.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured; each from the system property {@code bench.NAME}.
 *
 * @param quick a fifth of the work: to see that it works, not to compare
 * @param only the scenarios to be run: whole names where there is a number in them, else beginnings; all
 *     when empty
 * @param peers whether the peers are measured, too
 * @param war the product
 * @param before the product in a version before, to be measured beside it; {@code null} for none
 * @param jvm more flags of the product's JVM, divided by spaces
 * @param tomcat an unpacked Tomcat
 * @param commands whether the commands that Redis was given are printed
 * @param rounds how often each scenario runs on each server
 */
record Options(
    boolean quick,
    List<String> only,
    boolean peers,
    Path war,
    @Nullable Path before,
    String jvm, Path tomcat, boolean commands, int rounds) {

  static Options read() {
    boolean quick = Boolean.parseBoolean(text("quick", "false"));
    String only = text("only", "");
    return new Options(
        quick,
        only.isEmpty() ? List.of() : List.of(only.split(",", -1)),
        Boolean.parseBoolean(text("peers", "true")),
        Path.of(text("war", "target/onlookers.war")),
        earlier(),
        text("jvm", ""),
        Path.of(text("tomcat", "target/servers/apache-tomcat-10.1.60")),
        Boolean.parseBoolean(text("commands", "false")),
        Integer.parseInt(text("rounds", quick ? "1" : "2")));
  }

  private static @Nullable Path earlier() {
    String war = text("before", "");
    return war.isEmpty() ? null : Path.of(war);
  }

  private static String text(String name, String otherwise) {
    String value = System.getProperty("bench." + name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /** Whether this is the whole benchmark, whose results are worth keeping. */
  boolean isComplete() {
    return !quick && only.isEmpty() && peers;
  }

  boolean wants(String scenario) {
    return only.isEmpty() || only.stream().anyMatch(one -> names(one, scenario));
  }

  private static boolean names(String one, String scenario) {
    boolean whole = one.chars().anyMatch(Character::isDigit);
    return whole ? scenario.equals(one) : scenario.startsWith(one);
  }
}
