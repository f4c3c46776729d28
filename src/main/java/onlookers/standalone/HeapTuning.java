package onlookers.standalone;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the JVM of the executable WAR keeps that it does not use. By default it is up to
 * 70 % of the heap after a collection, so a crowd that has come at once costs three times what it
 * holds. These two are among the options that HotSpot lets a running program set; who has given
 * either himself has his reasons, and both stay as they are.
 */
final class HeapTuning {
  /** Per cent of the heap that are free after a collection: the least and the most. */
  private static final String LEAST = "MinHeapFreeRatio";

  private static final String MOST = "MaxHeapFreeRatio";

  private HeapTuning() {}

  /** Sets them, unless they were given; does nothing on another JVM. */
  static void shape() {
    shape(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
  }

  static void shape(@Nullable HotSpotDiagnosticMXBean hotSpot) {
    try {
      if (hotSpot != null && isDefault(hotSpot, LEAST) && isDefault(hotSpot, MOST)) {
        hotSpot.setVMOption(LEAST, "3");
        hotSpot.setVMOption(MOST, "5");
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
}
