package onlookers.bench.measure;

import java.util.Arrays;

/** Durations in nanoseconds, and their percentiles. Belongs to one thread. */
public final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[1024];
  private int size;

  /** One more. */
  public void add(long duration) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = duration;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /**
   * The smallest duration that so many of all do not exceed (nearest rank), in milliseconds.
   *
   * @param percent 0 to 100; 100 is the longest
   * @return not a number when there are none
   */
  public double millis(double percent) {
    if (size == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * size);
    return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
  }
}
