package onlookers.redis;

import java.util.List;
import java.util.function.Supplier;

/**
 * A round of the audit through all sessions: so many slices, of sizes that differ by one at most,
 * from a list that is made anew when a round begins.
 *
 * @param <T> what is audited
 */
final class AuditRound<T> {
  private final int slices;
  private final Supplier<List<T>> everything;
  private List<T> round = List.of();
  private int next;

  /**
   * @param slices how many a round has
   * @param everything what a round goes through
   */
  AuditRound(int slices, Supplier<List<T>> everything) {
    this.slices = slices;
    this.everything = everything;
  }

  /** The next slice; empty where there are fewer things than slices. */
  List<T> next() {
    if (next == 0) {
      round = everything.get();
    }
    int from = start(next);
    int end = start(next + 1);
    next = (next + 1) % slices;
    return round.subList(from, end);
  }

  private int start(int slice) {
    return (int) ((long) round.size() * slice / slices);
  }
}
