package onlookers.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import onlookers.bench.measure.Figure;
import onlookers.bench.server.War;
import org.jspecify.annotations.Nullable;

/**
 * A bar that the product has to pass.
 *
 * @param scenario where it is measured
 * @param contestant whose figure it is
 * @param figure that must not be more
 * @param limit in the figure's unit; or, against another figure, how many times of it
 * @param against what the limit is a multiple of, {@code null} for none
 */
record Bar(
    String scenario,
    String contestant,
    Figure figure,
    double limit,
    @Nullable Other against) {

  /** Another figure, of whichever scenario and server. */
  record Other(String scenario, String contestant, Figure figure) {}

  static Bar atMost(String scenario, Figure figure, double limit) {
    return new Bar(scenario, War.NAME, figure, limit, null);
  }

  static Bar timesPeer(String scenario, Figure figure, double factor, String peer) {
    return new Bar(scenario, War.NAME, figure, factor, new Other(scenario, peer, figure));
  }

  /** One row: what, bar, measured, verdict. */
  String row(Table table) {
    OptionalDouble measured = table.median(scenario, contestant, figure);
    OptionalDouble bar = bar(table);
    return String.join(
        " | ",
        "| " + scenario + (contestant.equals(War.NAME) ? "" : ", " + contestant),
        figure.label(),
        "≤ " + (bar.isPresent() ? figure.show(bar.getAsDouble()) : "?") + explanation(),
        measured.isPresent() ? figure.show(measured.getAsDouble()) : "not measured",
        ratio(measured, table),
        verdict(measured, bar, table) + " |");
  }

  /** Whether it was tried; a version before is measured when one is given. */
  boolean isAsked(Table table) {
    boolean compares = against != null && against.contestant.equals(War.BEFORE);
    return table.contestants(scenario).contains(contestant)
        && (!compares || table.contestants(scenario).contains(War.BEFORE));
  }

  private OptionalDouble bar(Table table) {
    if (against == null) {
      return OptionalDouble.of(limit);
    }
    OptionalDouble other = table.median(against.scenario, against.contestant, against.figure);
    return other.isPresent() ? OptionalDouble.of(limit * other.getAsDouble()) : other;
  }

  private String explanation() {
    if (against == null) {
      return "";
    }
    boolean same = against.scenario.equals(scenario) && against.figure.equals(figure);
    String of = same ? against.contestant : against.scenario + ", " + against.figure.label();
    return String.format(Locale.ROOT, " (%.2f × %s)", limit, of);
  }

  private String ratio(OptionalDouble measured, Table table) {
    if (against == null || measured.isEmpty()) {
      return "";
    }
    OptionalDouble other = table.median(against.scenario, against.contestant, against.figure);
    return other.isPresent()
        ? String.format(Locale.ROOT, "%.2f", measured.getAsDouble() / other.getAsDouble())
        : "";
  }

  private String verdict(OptionalDouble measured, OptionalDouble bar, Table table) {
    if (measured.isEmpty() || bar.isEmpty()) {
      return "not measured";
    }
    if (!table.allRight(scenario, contestant)) {
      return "**failed: not all right**";
    }
    return measured.getAsDouble() <= bar.getAsDouble() ? "passed" : "**missed**";
  }
}
