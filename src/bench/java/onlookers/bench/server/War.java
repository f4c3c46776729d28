package onlookers.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import onlookers.bench.load.NativeDialect;
import onlookers.bench.load.Target;

/** The product: the executable WAR with its own defaults but for what would limit a crowd. */
public final class War implements JvmContestant {
  /** Its column in the results. */
  public static final String NAME = "onlookers";

  private final RedisServer redis = new RedisServer(NAME);
  private final int port = Work.freePort();
  private final Child process;

  /**
   * Starts it.
   *
   * @param war the file
   * @param jvmFlags more flags of its JVM, divided by spaces
   */
  public War(Path war, String jvmFlags) {
    List<String> command = new ArrayList<>();
    command.add(Work.jdk("java"));
    command.addAll(List.of(jvmFlags.split(" ", -1)));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-jar", war.toString(), "--http.port=" + port));
    command.addAll(List.of("--redis.uri=" + redis.uri(), "--limit.messages=0"));
    command.add("--limit.sessions.per.address=0");
    process = Child.start(NAME, command, "Onlookers is ready at");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.local(port, new NativeDialect("/presence"));
  }

  /** Where its pages are, without a slash at the end. */
  public String base() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public OptionalLong redisPid() {
    return OptionalLong.of(redis.pid());
  }

  @Override
  public void close() {
    process.close();
    redis.close();
  }
}
