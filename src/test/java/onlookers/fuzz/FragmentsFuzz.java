package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import onlookers.protocol.FrameAssembly;

/** Lines are parts; an empty line, of which nothing remains, ends a frame. */
class FragmentsFuzz {
  private static final int MAX = 64;

  @FuzzTest(maxDuration = "1m")
  void partsMakeTheFrameThatWasCut(byte[] data) {
    FrameAssembly assembly = new FrameAssembly(MAX);
    for (String frame : new String(data, UTF_8).split("\n\n", -1)) {
      List<String> parts = new ArrayList<>(List.of(frame.split("\n", -1)));
      if (!isWhole(assembly, parts)) {
        return; // the connection is closed
      }
    }
  }

  private static boolean isWhole(FrameAssembly assembly, List<String> parts) {
    int bytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      bytes += Math.max(last ? 0 : 1, parts.get(i).getBytes(UTF_8).length);
      boolean taken = assembly.accept(parts.get(i), last);
      assertThat(taken).as("part %d of %s", i, parts).isEqualTo(bytes <= MAX);
      if (!taken) {
        return false;
      }
    }
    assertThat(assembly.take(parts.get(parts.size() - 1))).isEqualTo(String.join("", parts));
    return true;
  }
}
