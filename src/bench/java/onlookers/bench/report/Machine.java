package onlookers.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onlookers.bench.server.RedisBinary;
import onlookers.bench.server.Work;

/** Where and of what the figures are. */
final class Machine {
  private static final Map<String, String> DEFAULTS = Map.of("quick", "false", "peers", "true");

  private Machine() {}

  static String describe() {
    return String.join(
        "\n",
        "| | |",
        "|---|---|",
        row("date", LocalDate.now(ZoneId.systemDefault()).toString()),
        row("commit", said("git", "describe", "--always", "--dirty")),
        row("command", command()),
        row("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores"),
        row("kernel", said("uname", "-sr")),
        row("JDK", System.getProperty("java.vm.name") + " " + Runtime.version()),
        row("Redis", redis()),
        row("Node.js", said("node", "--version")),
        row("CPU time from", "utime + stime of /proc/PID/stat, in steps of 10 ms"),
        "");
  }

  private static String row(String name, String value) {
    return "| " + name + " | " + value + " |";
  }

  private static String command() {
    String asked =
        Stream.of("quick", "only", "peers", "rounds", "jvm")
            .map(name -> Map.entry(name, System.getProperty("bench." + name, "")))
            .filter(given -> !given.getValue().isEmpty())
            .filter(given -> !given.getValue().equals(DEFAULTS.getOrDefault(given.getKey(), "")))
            .map(given -> " -Dbench." + given.getKey() + "=" + given.getValue())
            .reduce("", String::concat);
    return "`mvn -Pbench verify" + asked + "`";
  }

  private static String redis() {
    List<String> command = new ArrayList<>(RedisBinary.command());
    command.add("--version");
    return said(command.toArray(String[]::new));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** The first line that a program prints; a dash where it cannot be asked. */
  private static String said(String... command) {
    try {
      return Work.output(List.of(command)).lines().findFirst().orElse("–");
    } catch (RuntimeException e) {
      return "–";
    }
  }
}
