package onlookers.bench;

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
import onlookers.bench.scenario.RoundTrips;
import onlookers.bench.scenario.Scenario;
import onlookers.bench.scenario.SlowReaders;
import onlookers.bench.scenario.Storm;
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
      servers.add(() -> new StandaloneTomcat(options.tomcat(), options.war()));
      course.onFreshServers(List.of(new Idle(options.quick() ? 3_000 : 15_000)), servers);
      course.microbenchmarks();
      Report.of(course.results()).publish(options.isComplete());
    }
  }

  private List<Supplier<Contestant>> servers() {
    List<Supplier<Contestant>> servers = new ArrayList<>();
    servers.add(() -> new War(options.war(), options.jvm()));
    if (options.peers()) {
      if (SocketIo.isInstalled()) {
        servers.add(SocketIo::new);
      }
      servers.add(NettyBound::new);
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
        new Allocation(2_000, 30));
  }
}
