package onlookers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import onlookers.fixture.Tools;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd says of the unit in {@code server-config/systemd}. No systemd runs here. */
class SystemdIT {
  private static final Path UNIT = Path.of("server-config", "systemd", "onlookers.service");
  private static final String ANALYZE = "usr/bin/systemd-analyze";

  @TempDir static Path root;

  /** A machine with systemd's own units, a Java, and the unit where an administrator puts it. */
  @BeforeAll
  static void install() throws IOException {
    Path units = root.resolve("usr/lib/systemd/system");
    Files.createDirectories(units);
    Path own = Tools.ROOT.resolve("lib/systemd/system");
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, units.resolve(file.getFileName()));
      }
    }
    Path java = Files.createDirectories(root.resolve("usr/bin")).resolve("java");
    assertThat(Files.createFile(java).toFile().setExecutable(true)).isTrue();
    Path system = Files.createDirectories(root.resolve("etc/systemd/system"));
    Files.copy(UNIT, system.resolve("onlookers.service"));
  }

  private static Tools.Result analyze(String... arguments) {
    return Tools.run(ANALYZE, arguments);
  }

  @Test
  void systemdFindsNothingWrongInTheUnit() {
    Tools.Result result = analyze("verify", "--man=no", "--root=" + root, "onlookers.service");
    assertThat(result).isEqualTo(new Tools.Result(0, ""));
  }

  /** Tenths of the score: 1.5 of 10, where 10 may do everything. */
  @Test
  void theServiceIsExposedToLittle() {
    Tools.Result result =
        analyze(
            "security",
            "--no-pager",
            "--offline=true",
            "--threshold=15",
            "--root=" + root,
            "onlookers.service");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Overall exposure level for onlookers.service");
  }
}
