package onlookers.runtime;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, in classes of durations. Recording takes some nanoseconds. */
public final class DurationHistogram {
  private final long[] bounds;
  private final LongAdder[] counts;
  private final LongAdder sumNanos = new LongAdder();

  /**
   * Empty.
   *
   * @param bounds the longest durations of all classes but the last, which has no end; ascending
   */
  public DurationHistogram(Duration... bounds) {
    this.bounds = Arrays.stream(bounds).mapToLong(Duration::toNanos).toArray();
    this.counts = new LongAdder[bounds.length + 1];
    Arrays.setAll(counts, i -> new LongAdder());
  }

  /** It took so long. */
  public void record(long nanos) {
    int i = 0;
    while (i < bounds.length && nanos > bounds[i]) {
      i++;
    }
    counts[i].increment();
    sumNanos.add(nanos);
  }

  /** The longest duration of each class but the last, in seconds. */
  public double[] boundsSeconds() {
    return Arrays.stream(bounds).mapToDouble(nanos -> nanos / 1e9).toArray();
  }

  /** How many are in each class. */
  public long[] counts() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
  }

  /** All together, in seconds. */
  public double sumSeconds() {
    return sumNanos.sum() / 1e9;
  }
}
