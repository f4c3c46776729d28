package onlookers.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;

/** All results; of several rounds the median. */
final class Table {
  private final List<Result> results;

  Table(List<Result> results) {
    this.results = results;
  }

  List<Result> of(String scenario, String contestant) {
    return results.stream()
        .filter(result -> result.scenario().equals(scenario))
        .filter(result -> result.contestant().equals(contestant))
        .toList();
  }

  List<String> scenarios() {
    return results.stream().map(Result::scenario).distinct().toList();
  }

  List<String> contestants(String scenario) {
    return results.stream()
        .filter(result -> result.scenario().equals(scenario))
        .map(Result::contestant)
        .distinct()
        .toList();
  }

  /** Whether it ran, and all ended well in every round. */
  boolean allRight(String scenario, String contestant) {
    List<Result> rounds = of(scenario, contestant);
    return !rounds.isEmpty() && rounds.stream().allMatch(round -> round.failures().isEmpty());
  }

  /** The median of the rounds; of an even number of them the mean of the middle two. */
  OptionalDouble median(String scenario, String contestant, Figure figure) {
    List<Double> values = new ArrayList<>();
    for (Result result : of(scenario, contestant)) {
      Double value = result.figures().get(figure);
      if (value != null && !value.isNaN()) {
        values.add(value);
      }
    }
    return median(values);
  }

  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
