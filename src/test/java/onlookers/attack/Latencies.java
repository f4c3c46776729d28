package onlookers.attack;

import java.util.List;
import onlookers.attack.HonestReaders.Join;

/**
 * How long joins took.
 *
 * @param count how many there were
 * @param p50 the median, in milliseconds
 * @param p99 99 of 100 took no longer
 * @param max the longest that was answered
 * @param unanswered how many never were
 */
record Latencies(int count, long p50, long p99, long max, int unanswered) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  static Latencies of(List<Join> joins) {
    List<Long> took =
        joins.stream()
            .map(Join::took)
            .filter(nanos -> nanos != Join.NEVER)
            .map(nanos -> nanos / NANOS_PER_MILLI)
            .sorted()
            .toList();
    return new Latencies(
        joins.size(), at(took, 0.5), at(took, 0.99), at(took, 1), joins.size() - took.size());
  }

  /** Those of nobody are without end. */
  private static long at(List<Long> sorted, double share) {
    return sorted.isEmpty()
        ? HonestReaders.MAX_WAIT_MILLIS
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  @Override
  public String toString() {
    return "%d/%d/%d ms, %d of %d".formatted(p50, p99, max, unanswered, count);
  }
}
