package onlookers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.Ports;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.ToolProcess;
import onlookers.fixture.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package that the build makes: what is in it, and what installing it does. */
class DebianPackageIT {
  private static final Path PACKAGE = Path.of("target", "onlookers.deb").toAbsolutePath();
  private static final String SETTINGS = "etc/onlookers/onlookers.env";
  private static final String UNIT = "usr/lib/systemd/system/onlookers.service";
  private static final String ENABLED =
      "etc/systemd/system/multi-user.target.wants/onlookers.service";

  @TempDir Path folder;

  @Test
  void lintianFindsNothingThatIsNotExplained() {
    Tools.Result result =
        Tools.runPerl("usr/bin/lintian", "--no-cfg", "--display-info", PACKAGE.toString());
    assertThat(result.output().lines().filter(line -> line.matches("[EWIPX]: .*"))).isEmpty();
    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void startsAsTheUnitSaysWithTheSettingsThatThePackageBrings() throws IOException {
    unpack(PACKAGE, "-x", folder);
    int port = Ports.free();
    try (RedisProcess redis = RedisProcess.start()) {
      Map<String, String> settings = settings();
      assertThat(settings).containsEntry("ONLOOKERS_REDIS_URI", "redis://localhost:6379");
      settings.put("ONLOOKERS_REDIS_URI", redis.uri());
      settings.put("ONLOOKERS_HTTP_PORT", Integer.toString(port));
      try (ToolProcess service = ToolProcess.start(folder, settings, startCommand(settings))) {
        service.awaitLine("Onlookers is ready at http://localhost:" + port);
        assertThat(service.log()).doesNotContain("embedded");
        assertThat(Http.status(URI.create("http://127.0.0.1:" + port + "/health/ready")))
            .isEqualTo(200);
        assertThat(service.terminate()).isIn(0, 143);
      }
    }
  }

  @Test
  void everyFileThatItsTextsNameIsInIt() throws IOException {
    unpack(PACKAGE, "-x", folder);
    Path documents = folder.resolve("usr/share/doc/onlookers");
    try (Stream<Path> pages = Files.walk(documents)) {
      List<Path> texts = new ArrayList<>(pages.filter(DebianPackageIT::isText).toList());
      texts.addAll(List.of(folder.resolve(SETTINGS), folder.resolve(UNIT)));
      for (Path text : texts) {
        assertThat(named(text, "/usr/share/(?:doc/)?onlookers[\\w./-]*\\w"))
            .allSatisfy(path -> assertThat(folder.resolve(path.substring(1))).exists());
        assertThat(named(text, "(?<=\\]\\()(?:decisions/)?[\\w-]+\\.md"))
            .as("links of %s", text)
            .allSatisfy(link -> assertThat(text.resolveSibling(link)).exists());
      }
      assertThat(named(documents.resolve("operations.md"), "(?<=server-config/)[\\w/.-]+\\.\\w+"))
          .filteredOn(path -> !path.startsWith("systemd/")) // which are installed
          .isNotEmpty()
          .allSatisfy(path -> assertThat(documents.resolve("examples").resolve(path)).exists());
    }
  }

  private static boolean isText(Path file) {
    return file.toString().endsWith(".md");
  }

  private static List<String> named(Path text, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(text))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static void unpack(Path archive, String how, Path target) {
    Tools.Result result =
        Tools.run(new ProcessBuilder("dpkg-deb", how, archive.toString(), target.toString()));
    assertThat(result.exit()).as(result.output()).isZero();
  }

  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    Matcher lines =
        Pattern.compile("(?m)^(\\w+)=\"?([^\"\n]*)\"?$")
            .matcher(Files.readString(folder.resolve(SETTINGS)));
    while (lines.find()) {
      settings.put(lines.group(1), lines.group(2));
    }
    return settings;
  }

  /** The unit's, with the paths of what was unpacked, and of this Java. */
  private List<String> startCommand(Map<String, String> settings) throws IOException {
    Path state = Files.createDirectories(folder.resolve("var/lib/onlookers"));
    String line =
        Files.readString(folder.resolve(UNIT))
            .lines()
            .filter(l -> l.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow()
            .replace("ExecStart=/usr/bin/java", System.getProperty("java.home") + "/bin/java")
            .replace("/var/lib/onlookers", state.toString())
            .replace("/usr/share/", folder + "/usr/share/")
            .replace("$JAVA_OPTS", settings.get("JAVA_OPTS"));
    return new ArrayList<>(List.of(line.split(" ")));
  }

  /** Scripts of a package run as root, in a root that is their own. */
  @Test
  void isInstalledUpgradedRemovedAndPurged() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may do that");
    Path root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "debian-");
    try {
      makeMachine(root);
      install(root, PACKAGE);
      assertThat(Files.readString(root.resolve("etc/passwd"))).contains("\nonlookers:");
      assertThat(isThere(root, ENABLED)).as("it starts with the machine").isTrue();
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(SETTINGS))))
          .isEqualTo("rw-r-----");

      Files.writeString(root.resolve(SETTINGS), "ONLOOKERS_HTTP_PORT=3001\n");
      Files.delete(root.resolve(ENABLED)); // what "systemctl disable" does
      Files.createDirectories(root.resolve("var/lib/onlookers"));
      install(root, nextVersion());
      assertThat(dpkg(root, "-s", "onlookers")).contains("Version: 2.0.0");
      assertThat(Files.readString(root.resolve(SETTINGS))).isEqualTo("ONLOOKERS_HTTP_PORT=3001\n");
      assertThat(isThere(root, SETTINGS + ".dpkg-dist")).as("the new one lies beside it").isTrue();
      assertThat(isThere(root, ENABLED)).as("it stays switched off").isFalse();

      dpkg(root, "--remove", "onlookers");
      assertThat(isThere(root, "usr/share/onlookers")).isFalse();
      assertThat(isThere(root, SETTINGS)).as("the settings stay").isTrue();

      dpkg(root, "--purge", "onlookers");
      assertThat(isThere(root, "etc/onlookers")).isFalse();
      assertThat(isThere(root, "var/lib/onlookers")).isFalse();
      assertThat(dpkg(root, "-l")).doesNotContain("onlookers");
    } finally {
      Tools.run(new ProcessBuilder("rm", "-rf", root.toString()));
    }
  }

  /** What every Debian has, and no package: hard links to what the build has unpacked. */
  private static void makeMachine(Path root) throws IOException {
    for (String shared : List.of("bin", "sbin", "lib", "lib64", "usr")) {
      Path from = Tools.ROOT.resolve(shared);
      if (Files.exists(from)) {
        String to = root.resolve(shared).toString();
        Tools.Result copied = Tools.run(new ProcessBuilder("cp", "-al", from.toString(), to));
        assertThat(copied.exit()).as(copied.output()).isZero();
      }
    }
    for (String own : List.of("etc", "dev", "run", "tmp", "var/log")) {
      Files.createDirectories(root.resolve(own));
    }
    for (String own : List.of("info", "updates", "triggers")) {
      Files.createDirectories(root.resolve("var/lib/dpkg").resolve(own));
    }
    Files.createFile(root.resolve("var/lib/dpkg/status"));
    Files.createFile(root.resolve("dev/null"));
    for (String accounts : List.of("passwd", "group")) {
      Files.copy(
          root.resolve("usr/share/base-passwd/" + accounts + ".master"),
          root.resolve("etc/" + accounts));
    }
  }

  private static void install(Path root, Path archive) {
    dpkg(root, "--force-depends", "--force-confold", "-i", archive.toString());
  }

  private static String dpkg(Path root, String... arguments) {
    List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + root));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    Tools.Result result = Tools.run(builder);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  /** The same package as 2.0.0, with other settings in its file. */
  private Path nextVersion() throws IOException {
    Path next = folder.resolve("next");
    unpack(PACKAGE, "-R", next);
    Path control = next.resolve("DEBIAN/control");
    String text = Files.readString(control).replaceFirst("Version: .*", "Version: 2.0.0");
    Files.writeString(control, text);
    Files.writeString(next.resolve(SETTINGS), "# other settings\n");
    Path archive = folder.resolve("next.deb");
    List<String> build = List.of("dpkg-deb", "-Znone", "-b", next.toString(), archive.toString());
    Tools.Result built = Tools.run(new ProcessBuilder(build));
    assertThat(built.exit()).as(built.output()).isZero();
    return archive;
  }

  private static boolean isThere(Path root, String path) {
    return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }
}
