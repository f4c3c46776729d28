package onlookers.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onlookers.bench.load.NativeDialect;
import onlookers.bench.load.Target;

/** The product: the executable WAR with its own defaults but for what would limit a crowd. */
public final class War implements JvmContestant {
  /** Its column in the results. */
  public static final String NAME = "onlookers";

  /** The column of the WAR of a version before. */
  public static final String BEFORE = "onlookers before";

  /** The column of the product on a Cluster of three masters. */
  public static final String ON_CLUSTER = "onlookers on a cluster";

  private static final int MASTERS = 3;

  private final String name;
  private final List<RedisServer> redis;
  private final Path war;
  private final Runnable endOfStore;
  private final int port = Work.freePort();
  private final Child process;

  private War(
      String name,
      Path war,
      String jvmFlags,
      String uri,
      List<RedisServer> redis,
      Runnable endOfStore) {
    this.name = name;
    this.redis = redis;
    this.war = war;
    this.endOfStore = endOfStore;
    List<String> command = new ArrayList<>();
    command.add(Work.jdk("java"));
    command.addAll(List.of(jvmFlags.split(" ", -1)));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-jar", war.toString(), "--http.port=" + port));
    command.addAll(List.of("--redis.uri=" + uri, "--limit.messages=0"));
    command.add("--limit.sessions.per.address=0");
    process = Child.start(name, command, "Onlookers is ready at");
  }

  /**
   * Starts it on a Redis of its own.
   *
   * @param name its column
   * @param war the file
   * @param jvmFlags more flags of its JVM, divided by spaces
   */
  public static War alone(String name, Path war, String jvmFlags) {
    RedisServer redis = new RedisServer(name.replace(' ', '-'));
    return new War(name, war, jvmFlags, redis.uri(), List.of(redis), redis::close);
  }

  /** The same on a Cluster of its own. */
  public static War onCluster(Path war, String jvmFlags) {
    RedisCluster cluster = new RedisCluster(MASTERS);
    return new War(ON_CLUSTER, war, jvmFlags, cluster.uri(), cluster.masters(), cluster::close);
  }

  /**
   * Starts a second node beside this one.
   *
   * @param redisPort where it finds this one's Redis, which it does not end
   */
  public War beside(int redisPort) {
    String uri = "redis://127.0.0.1:" + redisPort;
    return new War(name + " beside", war, "", uri, List.of(), () -> {});
  }

  /** Whether its Redis is one server. */
  public boolean isOnOneRedis() {
    return redis.size() == 1;
  }

  @Override
  public String name() {
    return name;
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
  public List<RedisServer> redis() {
    return redis;
  }

  @Override
  public void close() {
    process.close();
    endOfStore.run();
  }
}
