package onlookers.bench.server;

import java.util.ArrayList;
import java.util.List;

/** A real redis-server that keeps nothing. */
final class RedisServer implements AutoCloseable {
  private final int port = Work.freePort();
  private final Child process;

  RedisServer(String name) {
    List<String> command = new ArrayList<>(RedisBinary.command());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    process = Child.start("redis-of-" + name, command, "Ready to accept connections");
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
