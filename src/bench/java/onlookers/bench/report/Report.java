package onlookers.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.War;

/** Puts the results together: the bars first, then every figure of every round. */
public final class Report {
  private static final Path KEPT = Path.of("src", "bench", "results.md");
  private static final Path LAST = Path.of("target", "bench", "results.md");

  /** What is set against the peers. */
  private static final List<Figure> COMPARED =
      List.of(
          Figure.CPU_PER_READER,
          Figure.CPU_PER_SESSION,
          Figure.CPU_PER_CHANGE_AND_READER,
          Figure.CPU_PER_PUSH,
          Figure.PUSHES,
          Figure.P50,
          Figure.P99,
          Figure.SERVER_PER_THOUSAND,
          Figure.REDIS_PER_THOUSAND,
          Figure.REDIS_PER_CHANGE,
          Figure.REDIS_PER_BARE_CHANGE,
          Figure.RSS_PER_CONNECTION);

  private final Table table;
  private final StringBuilder text = new StringBuilder();

  private Report(Table table) {
    this.table = table;
  }

  /** Of these results. */
  public static Report of(List<Result> results) {
    Report report = new Report(new Table(results));
    report.write();
    return report;
  }

  /**
   * Prints it and leaves it in {@code target/bench/results.md}.
   *
   * @param keep whether it replaces {@code src/bench/results.md}, too
   */
  public void publish(boolean keep) {
    System.out.println("\n" + text);
    try {
      Files.writeString(LAST, text);
      if (keep) {
        Files.writeString(KEPT, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    text.append("# Results\n\n").append(Machine.describe()).append("\n## The bars\n\n");
    text.append("Of several rounds the median.\n\n");
    text.append("| scenario | figure | bar | measured | ratio | |\n|---|---|---|---|---|---|\n");
    Bars.ALL.stream()
        .filter(bar -> bar.isAsked(table))
        .forEach(bar -> text.append(bar.row(table)).append('\n'));
    table.scenarios().forEach(this::scenario);
  }

  private void scenario(String scenario) {
    text.append("\n## ").append(scenario).append("\n\n| | figures | |\n|---|---|---|\n");
    for (String contestant : table.contestants(scenario)) {
      table.of(scenario, contestant).forEach(this::round);
    }
    table.contestants(scenario).stream()
        .filter(contestant -> !contestant.equals(War.NAME))
        .forEach(contestant -> ratios(scenario, contestant));
  }

  private void ratios(String scenario, String peer) {
    String ratios =
        COMPARED.stream()
            .map(figure -> ratio(scenario, peer, figure))
            .filter(ratio -> !ratio.isEmpty())
            .collect(Collectors.joining(", "));
    if (!ratios.isEmpty()) {
      text.append("\nTimes ").append(peer).append(": ").append(ratios).append('\n');
    }
  }

  private String ratio(String scenario, String peer, Figure figure) {
    OptionalDouble ours = table.median(scenario, War.NAME, figure);
    OptionalDouble theirs = table.median(scenario, peer, figure);
    return ours.isEmpty() || theirs.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, "%s %.2f", figure.label(), ours.getAsDouble() / theirs.getAsDouble());
  }

  private void round(Result result) {
    String end = result.failures().isEmpty() ? "all right" : "**failed**: " + result.failures();
    String figures =
        result.figures().entrySet().stream().map(Report::show).collect(Collectors.joining(", "));
    text.append("| ").append(result.contestant()).append(" | ").append(figures);
    text.append(" | ").append(end).append(" |\n");
  }

  private static String show(Map.Entry<Figure, Double> entry) {
    return entry.getKey().label() + " " + entry.getKey().show(entry.getValue());
  }
}
