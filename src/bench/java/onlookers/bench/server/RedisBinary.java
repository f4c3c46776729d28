package onlookers.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The redis-server that all are measured with: the machine's own, else Debian's, unpacked beside
 * the results and not installed, else the one that the executable WAR brings. The last one is
 * linked with musl, whose memory allocation makes each command cost twice as much as with the
 * jemalloc of every distribution's.
 */
public final class RedisBinary {
  private static final String NAME = "redis-server";
  private static final String PACKAGE = "redis-server";

  private RedisBinary() {}

  /** Fetches Debian's, where the machine has none; says so when it cannot. */
  public static void fetch() {
    if (isOnPath() || Files.exists(debian())) {
      return;
    }
    try {
      unpack(downloaded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException | IllegalStateException e) {
      System.out.println("measured with the Redis that the WAR brings: " + e.getMessage());
    }
  }

  /** The words that start it, without its arguments. */
  public static List<String> command() {
    if (isOnPath()) {
      return List.of(NAME);
    }
    if (Files.exists(debian())) {
      return List.of("env", "LD_LIBRARY_PATH=" + libraries(), debian().toString());
    }
    return List.of(brought().toString());
  }

  private static boolean isOnPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, NAME)));
  }

  private static Path root() {
    return Work.file("debian");
  }

  /** The server is one program with the checker, which comes in another package. */
  private static Path debian() {
    return root().resolve(Path.of("usr", "bin", NAME));
  }

  /** The packages that this machine lacks for it. */
  private static List<Path> downloaded() throws IOException {
    Path archives = Work.file("archives");
    Files.createDirectories(archives.resolve("partial"));
    List<String> download =
        List.of(
            "apt-get",
            "install",
            "--download-only",
            "-qy",
            "--no-install-recommends",
            "-oDebug::NoLocking=1",
            "-oDir::Cache::archives=" + archives,
            PACKAGE);
    try {
      Work.output(download);
    } catch (IllegalStateException withoutLists) {
      Work.output(List.of("apt-get", "update", "-q"));
      Work.output(download);
    }
    try (Stream<Path> files = Files.list(archives)) {
      return files.filter(file -> file.toString().endsWith(".deb")).toList();
    }
  }

  private static void unpack(List<Path> packages) {
    for (Path one : packages) {
      Work.output(List.of("dpkg-deb", "-x", one.toString(), root().toString()));
    }
  }

  private static String libraries() {
    List<String> folders = new ArrayList<>();
    try (Stream<Path> below = Files.list(root().resolve(Path.of("usr", "lib")))) {
      below.filter(Files::isDirectory).map(Path::toString).forEach(folders::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folders.stream().sorted().collect(Collectors.joining(":"));
  }

  private static Path brought() {
    Path file = Work.file(NAME);
    if (Files.isExecutable(file)) {
      return file;
    }
    String name = "/onlookers/standalone/redis-server-" + system() + "-" + processor();
    try (InputStream in = RedisBinary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " on the class path");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new IllegalStateException("cannot make " + file + " executable");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : "linux";
  }

  private static String processor() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }
}
