package onlookers.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import onlookers.bench.report.Report;
import onlookers.bench.scenario.Allocation;
import onlookers.bench.scenario.Churn;
import onlookers.bench.scenario.FanOut;
import onlookers.bench.scenario.Idle;
import onlookers.bench.scenario.Latency;
import onlookers.bench.scenario.ManyNodes;
import onlookers.bench.scenario.RoundTrips;
import onlookers.bench.scenario.Scenario;
import onlookers.bench.scenario.SilentReaders;
import onlookers.bench.scenario.SlowReaders;
import onlookers.bench.scenario.Storm;
import onlookers.bench.scenario.UnconcernedNode;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.NettyBound;
import onlookers.bench.server.RedisBinary;
import onlookers.bench.server.SocketIo;
import onlookers.bench.server.StandaloneTomcat;
import onlookers.bench.server.War;

/** Runs the benchmark; {@link Options} says what of it. */
public final class Main {
  private final Options options = Options.read();

  private Main() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    if (!Isolation.isInside()) {
      fetch(Options.read()); // what is in the isolation reaches no registry
    }
    if (!Isolation.entered()) {
      new Main().run();
    }
  }

  private static void fetch(Options options) {
    RedisBinary.fetch();
    if (options.peers()) {
      SocketIo.install();
    }
  }

  private void run() {
    List<Supplier<Contestant>> servers = servers();
    try (Course course = new Course(options)) {
      course.onWarmServers(warmScenarios(), servers);
      course.onWarmServers(
          List.of(new Churn(" on a cluster", options.quick() ? 3_000 : 8_000)), oneRedisAndCluster());
      course.sideBySide(silentReaders(), silentServers());
      servers.add(() -> new StandaloneTomcat(options.tomcat(), options.war()));
      course.onFreshServers(List.of(new Idle(options.quick() ? 3_000 : 15_000)), servers);
      course.microbenchmarks();
      Report.of(course.results()).publish(options.isComplete());
    }
  }

  private List<Supplier<Contestant>> servers() {
    List<Supplier<Contestant>> servers = new ArrayList<>();
    servers.addAll(wars());
    if (options.peers()) {
      if (SocketIo.isInstalled()) {
        servers.add(SocketIo::new);
      }
      servers.add(NettyBound::new);
    }
    return servers;
  }

  /** The product, and a version before, where one is given. */
  private List<Supplier<Contestant>> wars() {
    List<Supplier<Contestant>> wars = new ArrayList<>();
    wars.add(() -> War.alone(War.NAME, options.war(), options.jvm()));
    Path before = options.before();
    if (before != null) {
      wars.add(() -> War.alone(War.BEFORE, before, options.jvm()));
    }
    return wars;
  }

  private List<Supplier<Contestant>> oneRedisAndCluster() {
    return List.of(
        () -> War.alone(War.NAME, options.war(), options.jvm()),
        () -> War.onCluster(options.war(), options.jvm()));
  }

  private SilentReaders silentReaders() {
    return options.quick()
        ? new SilentReaders(3_000, List.of(100, 2_000), 1)
        : new SilentReaders(15_000, List.of(100, 10_000), 20);
  }

  private List<Supplier<Contestant>> silentServers() {
    List<Supplier<Contestant>> servers = wars();
    if (options.peers() && SocketIo.isInstalled()) {
      servers.add(SocketIo::new);
    }
    return servers;
  }

  private List<Scenario> warmScenarios() {
    return options.quick() ? inSmall() : inFull();
  }

  /** One of each kind. */
  private static List<Scenario> inSmall() {
    return List.of(
        Storm.onOnePost(1_000),
        new Churn(3_000),
        new FanOut(2_000, 10),
        new Latency(10),
        new RoundTrips(1_000),
        new SlowReaders(5_000, Duration.ofSeconds(5)),
        new ManyNodes(1, 3_000),
        new ManyNodes(30, 3_000),
        new UnconcernedNode(Duration.ofSeconds(10)),
        new Allocation(2_000, 10));
  }

  private static List<Scenario> inFull() {
    return List.of(
        Storm.onOnePost(1_000),
        Storm.onOnePost(5_000),
        Storm.onOnePost(10_000),
        Storm.zipf(10_000),
        new Churn(8_000),
        new FanOut(2_000, 30),
        new Latency(100),
        new RoundTrips(1_000),
        new RoundTrips(10_000),
        new SlowReaders(5_000, Duration.ofSeconds(15)),
        Storm.atOnce(18_000),
        new ManyNodes(1, 8_000),
        new ManyNodes(30, 8_000),
        new UnconcernedNode(Duration.ofSeconds(20)),
        new Allocation(2_000, 30));
  }
}
