package onlookers.boot;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory the JVM of the executable WAR keeps that it does not use. By default it is up to
 * 70 % of the heap after a collection, so a crowd that has come at once costs three times what it
 * holds. These two are among the options that HotSpot lets a running program set.
 */
final class HeapShape {
  /** Per cent of the heap that are free after a collection, at least and at most. */
  private static final String MIN_FREE = "3";

  private static final String MAX_FREE = "5";

  private HeapShape() {}

  /** Sets them; does nothing on another JVM. */
  static void shape() {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (hotSpot != null) {
        hotSpot.setVMOption("MinHeapFreeRatio", MIN_FREE);
        hotSpot.setVMOption("MaxHeapFreeRatio", MAX_FREE);
      }
    } catch (IllegalArgumentException notHere) {
      System.getLogger(HeapShape.class.getName())
          .log(System.Logger.Level.DEBUG, "the heap keeps its shape", notHere);
    }
  }
}
