package onlookers.bench.server;

import java.util.List;
import onlookers.bench.load.NativeDialect;
import onlookers.bench.load.Target;
import onlookers.bench.peer.NettyPresence;

/** The bound of what a JVM can do, in a JVM of its own. */
public final class NettyBound implements JvmContestant {
  /** Its column in the results. */
  public static final String NAME = "netty bound";

  private final int port = Work.freePort();
  private final Child process =
      Child.start(
          "netty",
          List.of(
              Work.jdk("java"),
              "-XX:+UseSerialGC",
              "-Xmx512m",
              "-Dio.netty.machineId=00:00:00:00:00:01",
              "-cp",
              System.getProperty("java.class.path"),
              NettyPresence.class.getName(),
              Integer.toString(port)),
          "ready");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.local(port, new NativeDialect("/presence"));
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public List<RedisServer> redis() {
    return List.of();
  }

  @Override
  public void close() {
    process.close();
  }
}
