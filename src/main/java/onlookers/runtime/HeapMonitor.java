package onlookers.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether the heap has room for one more client, by what the JVM's last garbage collection left in
 * it. When that is nearly all, those who are here can stay, and nobody comes but in the place of
 * somebody who has gone, until a collection leaves less.
 *
 * <p>Whether there was another collection is looked up when somebody comes, a few times a second at
 * most, and only then what it has left, which takes as long as some handshakes: a listener at the
 * JVM's collectors would outlive an undeploy. On a JVM that does not say there is always room.
 */
public final class HeapMonitor {
  /** Per cent of the heap that may be left in it; the rest is for what the clients do. */
  static final int MOST_PERCENT = 85;

  private static final long BETWEEN_LOOKS_NANOS = 50_000_000L;

  /**
   * What a garbage collection has left.
   *
   * @param collection differs from that of the collection before
   * @param used bytes
   * @param max bytes that the heap may have
   */
  record Left(long collection, long used, long max) {
    boolean isNearlyAll() {
      return used > max / 100 * MOST_PERCENT;
    }
  }

  private final LongSupplier collections;
  private final Supplier<Optional<Left>> lastCollection;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private long lookedNanos;

  /** How many collections there were when the last one was taken in. */
  @GuardedBy("this")
  private long known = -1;

  @GuardedBy("this")
  private long collection = -1;

  @GuardedBy("this")
  private long most = Long.MAX_VALUE;

  /**
   * The monitor of this JVM's heap.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public HeapMonitor(LongSupplier nanoTime) {
    this(collectionsOfThisJvm(), HeapMonitor::ofThisJvm, nanoTime);
  }

  /**
   * @param collections how many there were; may be ahead of {@code lastCollection}
   */
  HeapMonitor(
      LongSupplier collections, Supplier<Optional<Left>> lastCollection, LongSupplier nanoTime) {
    this.collections = collections;
    this.lastCollection = lastCollection;
    this.nanoTime = nanoTime;
    this.lookedNanos = nanoTime.getAsLong() - BETWEEN_LOOKS_NANOS;
  }

  /**
   * Whether there is room for one more.
   *
   * @param here how many are here
   */
  public synchronized boolean hasRoom(long here) {
    long now = nanoTime.getAsLong();
    if (now - lookedNanos >= BETWEEN_LOOKS_NANOS) {
      lookedNanos = now;
      look(here);
    }
    return here < most;
  }

  @GuardedBy("this")
  private void look(long here) {
    long count = collections.getAsLong();
    Left left = count == known ? null : lastCollection.get().orElse(null);
    if (left != null && left.collection() != collection) {
      known = count;
      collection = left.collection();
      most = left.isNearlyAll() ? here : Long.MAX_VALUE;
    }
  }

  private static LongSupplier collectionsOfThisJvm() {
    var collectors = ManagementFactory.getGarbageCollectorMXBeans();
    return () -> {
      long sum = 0;
      for (var collector : collectors) {
        sum += collector.getCollectionCount();
      }
      return sum;
    };
  }

  static Optional<Left> ofThisJvm() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(GarbageCollectorMXBean.class::isInstance)
        .map(collector -> ((GarbageCollectorMXBean) collector).getLastGcInfo())
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .map(HeapMonitor::left);
  }

  private static Left left(GcInfo last) {
    Set<String> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    long used =
        last.getMemoryUsageAfterGc().entrySet().stream()
            .filter(pool -> heap.contains(pool.getKey()))
            .mapToLong(pool -> pool.getValue().getUsed())
            .sum();
    return new Left(last.getEndTime(), used, Runtime.getRuntime().maxMemory());
  }
}
