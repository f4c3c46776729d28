package onlookers.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import onlookers.config.Secret;

/**
 * A real redis-server that comes with the WAR: on a free port of the loopback interface, with
 * nothing kept on disk, and gone when this JVM is gone. The loopback interface is every local
 * user's, so it has a password, which is made anew for each and is in {@link #uri()} alone.
 *
 * <p>The server is the child of a small shell, the guard, whose standard input is a pipe that only
 * this JVM holds. However the JVM ends, by {@link #close()}, by a signal or by SIGKILL, the pipe
 * ends with it; the guard reads that end, stops Redis and removes its folder. The guard has a
 * session of its own where {@code setsid} is to be had, so that neither Ctrl-C nor a SIGKILL for
 * the whole process group reaches it first.
 *
 * <p>The password goes the same way: through the pipe to the guard, and from there to the standard
 * input of Redis, which reads its configuration from it. So it stands in no file, no environment
 * and no command line.
 */
public final class EmbeddedRedis implements AutoCloseable {
  /**
   * The version that comes with the WAR, of January 2024: no newer one is to be had as a library.
   */
  public static final String VERSION = "7.0.15";

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ATTEMPTS = 3;
  private static final long START_MILLIS = 15_000;
  private static final long STOP_MILLIS = 5_000;
  private static final int REPLY_MILLIS = 1_000;

  /**
   * $1 is the folder, what follows starts Redis; the first line from the pipe is configuration. The
   * subshell waits for the end of the pipe. When Redis fails, the folder stays: its log says why.
   */
  private static final String GUARD =
      """
      trap '' INT HUP TERM
      folder=$1; shift
      read -r configuration
      exec 3<&0
      echo "$configuration" | "$@" 3<&- &
      redis=$!
      (read -r end <&3; kill $redis) &
      watch=$!
      wait $redis && rm -rf "$folder"
      kill -9 $watch 2>/dev/null
      """;

  /** Bytes of a password. */
  private static final int PASSWORD_LENGTH = 32;

  /** What Redis logs when the port is its own: only then is the password said there. */
  private static final String LISTENING = "Ready to accept connections";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final int port;
  private final Secret password;
  private final Process guard;

  private EmbeddedRedis(Path folder, int port, Secret password, Process guard) {
    this.folder = folder;
    this.port = port;
    this.password = password;
    this.guard = guard;
  }

  /**
   * Starts a Redis and waits until it answers, 15 s at most.
   *
   * @throws IOException when this machine is none that a redis-server is brought for, or when it
   *     does not start; the message is one line that says why
   */
  public static EmbeddedRedis start() throws IOException {
    for (int attempt = 1; ; attempt++) {
      EmbeddedRedis redis = launch();
      try {
        redis.awaitReady();
        return redis;
      } catch (IOException e) {
        // Another program may take the port between our finding it free and Redis' listening.
        boolean again = !redis.guard.isAlive() && attempt < ATTEMPTS;
        redis.close();
        if (!again) {
          throw e;
        }
      }
    }
  }

  /** Where it answers: {@code redis://:PASSWORD@127.0.0.1:PORT}. Not for a log. */
  public String uri() {
    return "redis://:" + password.reveal() + "@" + LOOPBACK + ":" + port;
  }

  /** Stops Redis and removes its folder; what it held is lost. Does nothing the second time. */
  @Override
  public void close() {
    if (!guardEnds()) {
      guard.descendants().forEach(ProcessHandle::destroyForcibly);
      guard.destroyForcibly();
    }
    WorkFolder.delete(folder);
  }

  private boolean guardEnds() {
    try {
      guard.getOutputStream().close();
      return guard.waitFor(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static EmbeddedRedis launch() throws IOException {
    Path folder = Files.createTempDirectory("onlookers-redis-").toRealPath();
    try {
      int port = freePort();
      Secret password = newPassword();
      Process guard =
          new ProcessBuilder(command(folder, port, unpack(folder)))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log(folder).toFile())
              .start();
      return configured(new EmbeddedRedis(folder, port, password, guard));
    } catch (IOException e) {
      WorkFolder.delete(folder);
      throw e;
    }
  }

  private static EmbeddedRedis configured(EmbeddedRedis redis) throws IOException {
    try {
      OutputStream pipe = redis.guard.getOutputStream();
      String line = "requirepass " + redis.password.reveal() + "\n";
      pipe.write(line.getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
      return redis;
    } catch (IOException e) {
      redis.close();
      throw new IOException("the guard of the embedded Redis does not start", e);
    }
  }

  private static Secret newPassword() {
    byte[] bytes = new byte[PASSWORD_LENGTH];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static List<String> command(Path folder, int port, Path executable) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(List.of("/bin/sh", "-c", GUARD, "onlookers-redis", folder.toString()));
    command.add(executable.toString());
    command.addAll(List.of("--bind", LOOPBACK, "--port", Integer.toString(port)));
    command.addAll(List.of("--protected-mode", "yes", "--dir", folder.toString()));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.add("-"); // and what comes from the standard input
    return command;
  }

  private static Path unpack(Path folder) throws IOException {
    String name = "redis-server-" + platform();
    try (InputStream binary = EmbeddedRedis.class.getResourceAsStream(name)) {
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
      return socket.getLocalPort();
    }
  }

  /** Not what the JVM takes for it, which may be ::1. */
  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    while (!answers()) {
      if (!guard.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IOException("the embedded Redis does not start" + lastWords());
      }
      pause();
    }
  }

  /** Whether Redis has the port, and lets in who has the password. */
  private boolean answers() {
    if (logged().stream().noneMatch(line -> line.contains(LISTENING))) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), REPLY_MILLIS);
      socket.setSoTimeout(REPLY_MILLIS);
      String question = "AUTH " + password.reveal() + "\r\nPING\r\nQUIT\r\n";
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII).contains("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private String lastWords() {
    List<String> lines = logged();
    return lines.isEmpty()
        ? ""
        : ": " + lines.get(lines.size() - 1).strip().replace(password.reveal(), Secret.MASK);
  }

  private List<String> logged() {
    try {
      return Files.readAllLines(log(folder));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("redis.log");
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the embedded Redis was starting", e);
    }
  }
}
