package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real JVM makes of it. */
class HeapTuningIT {
  private static final String GIVEN = "-XX:MaxHeapFreeRatio=60";

  @Test
  void nothingWasGiven() throws IOException {
    assertThat(shaped(List.of(), Map.of()))
        .endsWith("G1PeriodicGCInterval=300000 MinHeapFreeRatio=3 MaxHeapFreeRatio=5");
  }

  @Test
  void anOptionOfTheCommandLineStands() throws IOException {
    assertThat(shaped(List.of(GIVEN), Map.of()))
        .endsWith("G1PeriodicGCInterval=0 MinHeapFreeRatio=40 MaxHeapFreeRatio=60");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"})
  void anOptionOfTheEnvironmentStands(String variable) throws IOException {
    assertThat(shaped(List.of(), Map.of(variable, GIVEN)))
        .endsWith("G1PeriodicGCInterval=0 MinHeapFreeRatio=40 MaxHeapFreeRatio=60");
  }

  @Test
  void aCrowdThatStaysHasRoomUntilItHasLeft() throws IOException {
    // A machine that is busy makes collections long, and G1 would give more room for that alone.
    List<String> options = List.of("-XX:+UseG1GC", "-Xmx512m", "-XX:GCTimeRatio=1");
    assertThat(run(Crowd.class, options, Map.of()))
        .endsWith("it comes: 5, it stays: 40, with a quarter more: true, it has left: 5");
  }

  private static String shaped(List<String> options, Map<String, String> environment)
      throws IOException {
    return run(Child.class, options, environment);
  }

  private static String run(Class<?> main, List<String> options, Map<String, String> environment)
      throws IOException {
    Stream<String> java =
        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream<String> program =
        Stream.of("-cp", System.getProperty("java.class.path"), main.getName());
    ProcessBuilder child =
        new ProcessBuilder(
            Stream.of(java, options.stream(), program).flatMap(words -> words).toList());
    child.environment().putAll(environment);
    child.redirectErrorStream(true);
    Process process = child.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** A program that shapes its heap and says how. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      HeapTuning.shape();
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      System.out.println(
          Stream.of("G1PeriodicGCInterval", "MinHeapFreeRatio", "MaxHeapFreeRatio")
              .map(name -> name + "=" + hotSpot.getVMOption(name).getValue())
              .reduce((least, most) -> least + " " + most)
              .orElseThrow());
    }
  }

  /** A program that holds much, does little, and then holds nothing. */
  static final class Crowd {
    private static final HotSpotDiagnosticMXBean HOT_SPOT =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private static final int READERS = 100_000;
    private static final int HELD_BY_ONE = 1_000;

    /** G1 gives more to who makes it collect all the time. */
    private static final long PAUSE_NANOS = 500_000;

    /** The readers, and what is said last. */
    private static final Object[] HELD = new Object[2];

    private Crowd() {}

    public static void main(String[] arguments) {
      HeapTuning.shape(HOT_SPOT, new HeapSlack(Duration.ZERO, Duration.ofMinutes(10)));
      HELD[0] = new byte[READERS][HELD_BY_ONE];
      System.gc();
      String comes = most();
      speakUntil(() -> !most().equals(comes));
      String stays = most();
      boolean hasRoom = speakUntil(Crowd::hasQuarterMore);
      HELD[0] = null;
      System.gc();
      speakUntil(() -> !most().equals(stays));
      System.out.println(
          "it comes: %s, it stays: %s, with a quarter more: %s, it has left: %s"
              .formatted(comes, stays, hasRoom, most()));
    }

    private static String most() {
      return HOT_SPOT.getVMOption("MaxHeapFreeRatio").getValue();
    }

    private static boolean hasQuarterMore() {
      return Runtime.getRuntime().totalMemory() > READERS * HELD_BY_ONE / 4 * 5;
    }

    /** Returns whether it is so within a minute. */
    private static boolean speakUntil(BooleanSupplier isSo) {
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (!isSo.getAsBoolean() && System.nanoTime() < end) {
        HELD[1] = new byte[10_000];
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return isSo.getAsBoolean();
    }
  }
}
