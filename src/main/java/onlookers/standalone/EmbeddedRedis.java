package onlookers.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import onlookers.config.Secret;

/**
 * A real redis-server that comes with the WAR: on a free port of the loopback interface, with
 * nothing kept on disk, and gone when this JVM is gone. The loopback interface is every local
 * user's, so it has a password, which is made anew for each and is in {@link #uri()} alone.
 *
 * <p>The password goes through a pipe to the {@linkplain RedisGuard guard}, and from there to the
 * standard input of Redis, which reads its configuration from it. So it stands in no file, no
 * environment and no command line.
 */
public final class EmbeddedRedis implements AutoCloseable {
  /**
   * The version that comes with the WAR, of January 2024: no newer one is to be had as a library.
   */
  public static final String VERSION = "7.0.15";

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ATTEMPTS = 3;

  /** Bytes of a password. */
  private static final int PASSWORD_LENGTH = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final int port;
  private final Secret password;
  private final RedisGuard guard;

  private EmbeddedRedis(Path folder, int port, Secret password, RedisGuard guard) {
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
        new RedisReadiness(loopback(), redis.port, redis.password, log(redis.folder))
            .await(redis.guard);
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
    guard.stop();
    WorkFolder.delete(folder);
  }

  private static EmbeddedRedis launch() throws IOException {
    Path folder = Files.createTempDirectory("onlookers-redis-").toRealPath();
    try {
      int port = freePort();
      Secret password = newPassword();
      Path executable = RedisBinary.unpack(folder);
      RedisGuard guard =
          RedisGuard.start(
              folder, command(folder, port, executable), log(folder), configuration(password));
      return new EmbeddedRedis(folder, port, password, guard);
    } catch (IOException e) {
      WorkFolder.delete(folder);
      throw e;
    }
  }

  private static Secret newPassword() {
    byte[] bytes = new byte[PASSWORD_LENGTH];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static List<String> command(Path folder, int port, Path executable) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of("--bind", LOOPBACK, "--port", Integer.toString(port)));
    command.addAll(List.of("--protected-mode", "yes", "--dir", folder.toString()));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.add("-"); // and what comes from the standard input
    return command;
  }

  private static String configuration(Secret password) {
    return "requirepass " + password.reveal();
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

  private static Path log(Path folder) {
    return folder.resolve("redis.log");
  }
}
