package onlookers.faults;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import onlookers.faults.History.Load;
import onlookers.faults.History.Shown;
import onlookers.faults.History.Stay;

/**
 * Says which numbers that pages showed were not true, from nothing but what pages did and received.
 * Numbers are true at a moment when so many may have been there, and so many must have been.
 *
 * <ul>
 *   <li>When they come, they were true at a moment not longer ago than the bound;
 *   <li>of one page and post these moments can be chosen so that none is before the one of the
 *       numbers before, and views never fall: never older after newer;
 *   <li>while they stand there, they are never false for longer than the bound.
 * </ul>
 */
final class Checker {
  private final long bound;
  private final boolean viewsForgotten;
  private final boolean visitsForgotten;
  private final Map<String, Truth> truths = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** What was shown although it was not true, from when to when. */
  record Violation(Shown shown, String what, long from, long to) {
    @Override
    public String toString() {
      return "%s shows %d/%d of %s for %d ms: %s"
          .formatted(
              shown.client(),
              shown.viewers(),
              shown.views(),
              shown.post(),
              (to - from) / 1_000_000,
              what);
    }
  }

  private Checker(Duration bound, History history) {
    this.bound = bound.toNanos();
    this.viewsForgotten = history.viewsForgotten();
    this.visitsForgotten = history.visitsForgotten();
  }

  /** What is wrong with the history; nothing when all of it is as it should be. */
  static List<Violation> check(History history, Duration bound) {
    Checker checker = new Checker(bound, history);
    Map<String, List<Stay>> stays = history.stays().stream().collect(groupingBy(stay -> stay.post));
    Map<String, List<Load>> loads = history.loads().stream().collect(groupingBy(load -> load.post));
    history.shown().stream()
        .collect(groupingBy(shown -> shown.client() + " " + shown.post()))
        .values()
        .forEach(
            page -> {
              String post = page.get(0).post();
              Truth truth =
                  checker.truths.computeIfAbsent(
                      post,
                      p ->
                          checker
                          .new Truth(
                              stays.getOrDefault(p, List.of()), loads.getOrDefault(p, List.of())));
              checker.checkPage(page, truth);
            });
    return checker.violations;
  }

  private void checkPage(List<Shown> page, Truth truth) {
    long moment = Long.MIN_VALUE;
    long views = 0;
    for (Shown one : page.stream().sorted(Comparator.comparingLong(Shown::from)).toList()) {
      long next = truth.firstTrue(one, Math.max(moment, one.from() - bound));
      if (next <= one.from() && (one.views() >= views || viewsForgotten)) {
        moment = next;
        views = one.views();
      } else if (truth.firstTrue(one, one.from() - bound) <= one.from()) {
        violations.add(new Violation(one, "older after newer", one.from(), one.from()));
      } else {
        long end = Math.min(next, one.to());
        violations.add(
            new Violation(one, "not true, but " + truth.at(one.from()), one.from(), end));
      }
      checkStays(one, truth);
    }
  }

  /** Looks for a time of more than the bound during which the numbers stand there and are false. */
  private void checkStays(Shown one, Truth truth) {
    long at = one.from();
    while (at < one.to()) {
      long falseFrom = truth.firstFalse(one, at);
      long falseTo = Math.min(truth.firstTrue(one, falseFrom), one.to());
      if (falseFrom < one.to() && falseTo - falseFrom > bound) {
        violations.add(
            new Violation(
                one, "out of date: " + truth.at(falseTo - 1), falseFrom + bound, falseTo));
      }
      at = Math.max(falseTo, at + 1);
    }
  }

  /** How many views were not counted, and how many too often. */
  record Views(long lost, long twice) {}

  /** Compares page loads with what was written, by post. */
  static Views views(History history, Map<String, Long> written) {
    long lost = 0;
    long twice = 0;
    Map<String, List<Load>> loads = history.loads().stream().collect(groupingBy(load -> load.post));
    for (Map.Entry<String, List<Load>> one : loads.entrySet()) {
      long views = written.getOrDefault(one.getKey(), 0L);
      long sure = one.getValue().stream().filter(l -> l.surelyFrom != History.OPEN).count();
      lost += Math.max(0, sure - views);
      twice += Math.max(0, views - one.getValue().size());
    }
    return new Views(lost, twice);
  }

  /** The least and the most of both counts of one post, from each moment at which one changes. */
  private final class Truth {
    private final long[] times;
    private final long[][] ranges;

    Truth(List<Stay> stays, List<Load> loads) {
      TreeMap<Long, long[]> changes = new TreeMap<>();
      changes.put(Long.MIN_VALUE, new long[4]);
      for (Stay stay : stays) {
        add(changes, stay.maybeFrom, 1, 1);
        add(changes, stay.maybeTo, 1, -1);
        if (stay.surelyFrom < stay.surelyTo) {
          add(changes, stay.surelyFrom, 0, 1);
          add(changes, stay.surelyTo, 0, -1);
        }
      }
      for (Load load : loads) {
        add(changes, load.maybeFrom, 3, 1);
        add(changes, load.surelyFrom, 2, 1);
      }
      times = changes.keySet().stream().mapToLong(time -> time).toArray();
      ranges = changes.values().toArray(long[][]::new);
      for (int i = 1; i < ranges.length; i++) {
        for (int j = 0; j < 4; j++) {
          ranges[i][j] += ranges[i - 1][j];
        }
      }
    }

    private void add(Map<Long, long[]> changes, long time, int which, int difference) {
      if (time != History.OPEN) {
        changes.computeIfAbsent(time, t -> new long[4])[which] += difference;
      }
    }

    private int index(long time) {
      int found = java.util.Arrays.binarySearch(times, time);
      return found >= 0 ? found : -found - 2;
    }

    private boolean isTrue(Shown shown, int index) {
      long[] range = ranges[index];
      return range[0] <= shown.viewers()
          && shown.viewers() <= range[1]
          && (range[2] <= shown.views() || viewsForgotten)
          && (shown.views() <= range[3] || visitsForgotten);
    }

    long firstTrue(Shown shown, long from) {
      return first(shown, from, true);
    }

    long firstFalse(Shown shown, long from) {
      return first(shown, from, false);
    }

    private long first(Shown shown, long from, boolean wanted) {
      if (from == History.OPEN) {
        return from;
      }
      for (int i = index(from); i < times.length; i++) {
        if (isTrue(shown, i) == wanted) {
          return Math.max(from, times[i]);
        }
      }
      return History.OPEN;
    }

    String at(long time) {
      long[] range = ranges[index(time)];
      return LongStream.of(range).mapToObj(Long::toString).reduce((a, b) -> a + "," + b).orElse("")
          + " (least and most viewers, least and most views)";
    }
  }
}
