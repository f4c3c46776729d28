package onlookers.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The redis-server that the WAR brings along for this system and processor. */
final class RedisBinary {
  private RedisBinary() {}

  /**
   * Writes it into the folder; returns where.
   *
   * @throws IOException when there is none for this machine, or it cannot be written
   */
  static Path unpack(Path folder) throws IOException {
    String name = "redis-server-" + platform();
    try (InputStream binary = RedisBinary.class.getResourceAsStream(name)) {
      if (binary == null) {
        throw new IOException(
            "there is no embedded Redis for " + platform() + ": give redis.uri the address of one");
      }
      Path executable = folder.resolve("redis-server");
      Files.copy(binary, executable);
      if (!executable.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + executable + " executable");
      }
      return executable;
    }
  }

  /** The name in the binaries' file names: system and processor, as in {@code linux-amd64}. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (system.startsWith("mac") ? "darwin" : system.split(" ", 2)[0])
        + "-"
        + switch (processor) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> processor;
        };
  }
}
