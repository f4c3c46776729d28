package onlookers.bench.scenario;

import java.time.Duration;
import java.util.Arrays;
import onlookers.bench.load.Crowd;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.MovingReaders;
import onlookers.bench.measure.CpuMeter;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.War;
import onlookers.bench.server.Work;

/**
 * Joins at a given rate, by 5,000 readers who each go from one post of their own to another and
 * back: how many round trips to Redis they share. Only the product counts them.
 */
public final class RoundTrips implements Scenario {
  private static final int READERS = 5_000;
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final Duration AFTERMATH = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String TRIPS = "onlookers_redis_round_trips_total";
  private static final String VIEWS = "onlookers_views_counted_total";

  private final int perSecond;

  /** At that rate. */
  public RoundTrips(int perSecond) {
    this.perSecond = perSecond;
  }

  @Override
  public String name() {
    return "round trips " + perSecond;
  }

  @Override
  public boolean suits(Contestant contestant) {
    return contestant instanceof War;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    Metrics metrics = new Metrics(((War) contestant).base());
    int[] alone = new int[READERS];
    Arrays.fill(alone, 1);
    try (Gathering gathering = new Gathering(client, contestant.target(), alone)) {
      gathering.arrive(Gathering.PARALLEL);
      gathering.converge();
      Work.pause(AFTERMATH);
      double trips = metrics.value(TRIPS);
      double views = metrics.value(VIEWS);
      CpuMeter meter = new CpuMeter(contestant.pid(), contestant.redisPids());
      Moves moves = move(client, gathering.crowd());
      awaitAll(metrics, views + moves.count());
      CpuMeter.Cpu cpu = meter.read();
      double joins = metrics.value(VIEWS) - views;
      return result
          .with(Figure.JOINS_PER_SECOND, joins / moves.seconds())
          .with(Figure.ROUND_TRIPS_PER_JOIN, (metrics.value(TRIPS) - trips) / joins)
          .with(Figure.CPU_PER_SESSION, cpu.both() / joins)
          .with(cpu)
          .with(gathering.crowd().firstPushes())
          .right((int) joins, moves.count())
          .failed(gathering.crowd().complaints());
    }
  }

  /** A server that is too slow for the rate may take its time while it gets on with the rest. */
  private static void awaitAll(Metrics metrics, double wanted) {
    double views = metrics.value(VIEWS);
    long stuck = System.nanoTime() + TIMEOUT.toNanos();
    while (views < wanted && System.nanoTime() - stuck < 0) {
      Work.pause(LOOK);
      double now = metrics.value(VIEWS);
      if (now > views) {
        stuck = System.nanoTime() + TIMEOUT.toNanos();
      }
      views = now;
    }
  }

  private Moves move(LoadClient client, Crowd crowd) {
    MovingReaders readers = new MovingReaders(client, crowd, Gathering.freshName());
    long start = System.nanoTime();
    readers.start(perSecond);
    Work.pause(TIME);
    int count = readers.stop();
    return new Moves(count, (System.nanoTime() - start) / 1e9);
  }

  private record Moves(int count, double seconds) {}
}
