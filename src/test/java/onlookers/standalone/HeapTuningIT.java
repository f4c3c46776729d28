package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real JVM makes of it. */
class HeapTuningIT {
  private static final String GIVEN = "-XX:MaxHeapFreeRatio=60";

  @Test
  void nothingWasGiven() throws IOException {
    assertThat(shaped(List.of(), Map.of())).endsWith("MinHeapFreeRatio=3 MaxHeapFreeRatio=5");
  }

  @Test
  void anOptionOfTheCommandLineStands() throws IOException {
    assertThat(shaped(List.of(GIVEN), Map.of()))
        .endsWith("MinHeapFreeRatio=40 MaxHeapFreeRatio=60");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"})
  void anOptionOfTheEnvironmentStands(String variable) throws IOException {
    assertThat(shaped(List.of(), Map.of(variable, GIVEN)))
        .endsWith("MinHeapFreeRatio=40 MaxHeapFreeRatio=60");
  }

  private static String shaped(List<String> options, Map<String, String> environment)
      throws IOException {
    Stream<String> java =
        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream<String> program =
        Stream.of("-cp", System.getProperty("java.class.path"), Child.class.getName());
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
          Stream.of("MinHeapFreeRatio", "MaxHeapFreeRatio")
              .map(name -> name + "=" + hotSpot.getVMOption(name).getValue())
              .reduce((least, most) -> least + " " + most)
              .orElseThrow());
    }
  }
}
