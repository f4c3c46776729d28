package onlookers.standalone;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import onlookers.standalone.HeapSlack.Amount;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the JVM of the executable WAR keeps that it does not use. By default it is up to
 * 70 % of the heap after a collection, so a crowd that has come at once costs three times what it
 * holds. These are among the options that HotSpot lets a running program set; who has given one of
 * the two ratios himself has his reasons, and all stay as they are.
 */
final class HeapTuning {
  /** Per cent of the heap that are free after a collection: the least and the most. */
  private static final String LEAST = "MinHeapFreeRatio";

  private static final String MOST = "MaxHeapFreeRatio";

  /**
   * How long G1 collects nothing before it looks at all of the heap, in milliseconds (JEP 346); by
   * default for ever. Only then is given back what a crowd has left, to whose garbage a silent node
   * adds little.
   */
  private static final String PERIOD = "G1PeriodicGCInterval";

  private static final String FIVE_MINUTES = "300000";

  private final HotSpotDiagnosticMXBean hotSpot;
  private final HeapSlack slack;
  private final Set<String> pools;

  @GuardedBy("this")
  private @Nullable Amount amount;

  private HeapTuning(HotSpotDiagnosticMXBean hotSpot, HeapSlack slack) {
    this.hotSpot = hotSpot;
    this.slack = slack;
    this.pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Sets them, unless they were given, as long as the JVM lives; does nothing on another JVM. */
  static void shape() {
    shape(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
  }

  static void shape(@Nullable HotSpotDiagnosticMXBean hotSpot) {
    shape(hotSpot, new HeapSlack(Duration.ofMinutes(1), Duration.ofMinutes(10)));
  }

  static void shape(@Nullable HotSpotDiagnosticMXBean hotSpot, HeapSlack slack) {
    try {
      if (hotSpot != null && isDefault(hotSpot, LEAST) && isDefault(hotSpot, MOST)) {
        HeapTuning tuning = new HeapTuning(hotSpot, slack);
        tuning.leave(Amount.LITTLE);
        tuning.listen(ManagementFactory.getGarbageCollectorMXBeans());
        tuning.lookPeriodically();
      }
    } catch (IllegalArgumentException notHere) {
      System.getLogger(HeapTuning.class.getName())
          .log(System.Logger.Level.DEBUG, "the heap keeps its shape", notHere);
    }
  }

  /** Neither on the command line nor in the environment nor in a file of options. */
  private static boolean isDefault(HotSpotDiagnosticMXBean hotSpot, String option) {
    return hotSpot.getVMOption(option).getOrigin() == VMOption.Origin.DEFAULT;
  }

  private void lookPeriodically() {
    if (isDefault(hotSpot, PERIOD)) {
      hotSpot.setVMOption(PERIOD, FIVE_MINUTES);
    }
  }

  private void listen(List<GarbageCollectorMXBean> collectors) {
    for (GarbageCollectorMXBean collector : collectors) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener((what, nothing) -> collected(what), null, null);
      }
    }
  }

  private void collected(Notification what) {
    if (what.getUserData() instanceof CompositeData data) {
      var collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
      var left = collection.getMemoryUsageAfterGc();
      List<MemoryUsage> heap = pools.stream().map(left::get).filter(Objects::nonNull).toList();
      leave(
          slack.after(
              collection.getEndTime(),
              sum(heap, MemoryUsage::getUsed),
              sum(heap, MemoryUsage::getCommitted)));
    }
  }

  private static long sum(List<MemoryUsage> heap, ToLongFunction<MemoryUsage> bytes) {
    return heap.stream().mapToLong(bytes).sum();
  }

  /** The least is never more than the most. */
  private synchronized void leave(Amount next) {
    if (next == amount) {
      return;
    }
    hotSpot.setVMOption(LEAST, "0");
    hotSpot.setVMOption(MOST, Integer.toString(next.most));
    hotSpot.setVMOption(LEAST, Integer.toString(next.least));
    amount = next;
  }
}
