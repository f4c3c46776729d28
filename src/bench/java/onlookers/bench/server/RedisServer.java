package onlookers.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** A real redis-server that keeps nothing: the binary that the executable WAR brings. */
final class RedisServer implements AutoCloseable {
  private final int port = Work.freePort();
  private final Child process;

  RedisServer(String name) {
    List<String> command =
        List.of(
            binary().toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no");
    process = Child.start("redis-of-" + name, command, "Ready to accept connections");
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  long pid() {
    return process.pid();
  }

  static Path binary() {
    Path file = Work.file("redis-server");
    if (Files.isExecutable(file)) {
      return file;
    }
    String name = "/onlookers/boot/redis-server-" + system() + "-" + processor();
    try (InputStream in = RedisServer.class.getResourceAsStream(name)) {
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

  @Override
  public void close() {
    process.close();
  }
}
