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
 * <p>What a collection leaves is looked up when somebody comes, a few times a second at most: a
 * listener at the JVM's collectors would outlive an undeploy. On a JVM that does not tell there is
 * always room.
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

  private final Supplier<Optional<Left>> lastCollection;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private long lookedNanos;

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
    this(HeapMonitor::ofThisJvm, nanoTime);
  }

  HeapMonitor(Supplier<Optional<Left>> lastCollection, LongSupplier nanoTime) {
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
      lastCollection.get().ifPresent(left -> learn(left, here));
    }
    return here < most;
  }

  @GuardedBy("this")
  private void learn(Left left, long here) {
    if (left.collection() != collection) {
      collection = left.collection();
      most = left.isNearlyAll() ? here : Long.MAX_VALUE;
    }
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
