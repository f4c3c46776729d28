package onlookers.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import onlookers.bench.load.SocketIoDialect;
import onlookers.bench.load.Target;

/** A presence server on Socket.IO 4 and Node.js, with a Redis of its own. */
public final class SocketIo implements Contestant {
  /** Its column in the results. */
  public static final String NAME = "socket.io";

  private static final Path SOURCE = Path.of("src", "bench", "peers", "socketio");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "server.js");

  private final RedisServer redis = new RedisServer(NAME);
  private final int port = Work.freePort();
  private final Child process;
  private int collections;

  /** Starts it; {@link #install} came before. */
  public SocketIo() {
    process =
        Child.start(
            NAME,
            List.of(
                "node",
                "--expose-gc",
                folder().resolve("server.js").toString(),
                Integer.toString(port),
                redis.uri()),
            "ready");
  }

  /** Fetches what it needs; says so when it cannot run here: Node.js and npm are needed. */
  public static void install() {
    try {
      Work.output(List.of("node", "--version"));
      for (String file : FILES) {
        Files.createDirectories(folder());
        Files.copy(
            SOURCE.resolve(file), folder().resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Work.output(
          List.of("npm", "ci", "--no-audit", "--no-fund", "--prefix", folder().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException | IllegalStateException e) {
      System.out.println("socket.io is left out: " + e.getMessage());
    }
  }

  /** Whether it can run. */
  public static boolean isInstalled() {
    return Files.exists(folder().resolve("node_modules"));
  }

  private static Path folder() {
    return Work.file("socketio");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.local(port, new SocketIoDialect());
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public List<RedisServer> redis() {
    return List.of(redis);
  }

  @Override
  public void collectGarbage() {
    Work.output(List.of("kill", "-USR2", Long.toString(pid())));
    collections++;
    process.awaitLine("(?s)(collected.*){" + collections + "}");
  }

  @Override
  public OptionalLong liveHeap() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    process.close();
    redis.close();
  }
}
