package onlookers.bench.server;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Redis has done, by {@code INFO commandstats}.
 *
 * @param commands each command's calls and time; those inside scripts, too
 */
public record CommandStats(Map<String, Use> commands) {
  private static final Pattern LINE =
      Pattern.compile("cmdstat_(\\S+):calls=(\\d+),usec=(\\d+),.*");
  private static final Use NONE = new Use(0, 0);

  /** Calls of a command, and the microseconds that they took. */
  public record Use(long calls, long micros) {}

  static CommandStats parse(String info) {
    Map<String, Use> commands = new TreeMap<>();
    for (String line : info.split("\r?\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        commands.put(
            matcher.group(1),
            new Use(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
      }
    }
    return new CommandStats(commands);
  }

  /** What was done after those. */
  public CommandStats since(CommandStats before) {
    Map<String, Use> difference = new TreeMap<>();
    commands.forEach(
        (name, use) -> {
          Use earlier = before.commands.getOrDefault(name, NONE);
          if (use.calls > earlier.calls) {
            difference.put(
                name, new Use(use.calls - earlier.calls, use.micros - earlier.micros));
          }
        });
    return new CommandStats(difference);
  }

  /** How many commands there were. */
  public long calls() {
    return commands.values().stream().mapToLong(Use::calls).sum();
  }

  /** The dearest first. */
  @Override
  public String toString() {
    return commands.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue().micros))
        .map(
            entry ->
                entry.getKey()
                    + " "
                    + entry.getValue().calls
                    + " × = "
                    + entry.getValue().micros
                    + " µs")
        .collect(Collectors.joining(", "));
  }
}
