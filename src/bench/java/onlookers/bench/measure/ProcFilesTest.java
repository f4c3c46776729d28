package onlookers.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFilesTest {
  @Test
  void cpuTimeIsThatOfUserAndKernelWhateverTheNameOfTheProgram() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 70 30 5 6 20 0 1 0 100 200 300\n";

    assertThat(ProcFiles.cpuMicros(stat)).isEqualTo(1_000_000);
  }

  @Test
  void memoryIsInBytes() {
    String status = "Name:\tjava\nVmRSS:\t    2048 kB\nRssAnon:\t    1024 kB\n";

    assertThat(ProcFiles.bytes(status, "VmRSS")).isEqualTo(2_097_152);
    assertThat(ProcFiles.bytes(status, "RssAnon")).isEqualTo(1_048_576);
  }
}
