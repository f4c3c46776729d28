package onlookers.bench.server;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** A real redis-server that keeps nothing. */
public final class RedisServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** A Cluster's servers talk to each other on a port so much higher. */
  private static final int BUS = 10_000;

  private static final int MAX_PORT = 65_535;

  private final int port = lowPort();
  private final Child process;

  /**
   * Starts it.
   *
   * @param name of whose Redis it is
   * @param more arguments
   */
  RedisServer(String name, String... more) {
    List<String> command = new ArrayList<>(RedisBinary.command());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", HOST));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(List.of(more));
    process = Child.start("redis-of-" + name, command, "Ready to accept connections");
  }

  private static int lowPort() {
    int port = Work.freePort();
    while (port + BUS > MAX_PORT) {
      port = Work.freePort();
    }
    return port;
  }

  /** How often each command was called until now, and how long it took. */
  public CommandStats commands() {
    try (Jedis jedis = new Jedis(HOST, port)) {
      return CommandStats.parse(jedis.info("commandstats"));
    }
  }

  /** The words of {@code redis.uri} for it. */
  String uri() {
    return "redis://" + HOST + ":" + port;
  }

  /** Where it listens on the loopback interface. */
  public int port() {
    return port;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
