package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.CpuMeter;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;

/** Readers sit on one post; one more joins, then leaves, again and again, and all see each. */
public final class FanOut implements Scenario {
  private final int readers;
  private final int rounds;

  /**
   * A scenario.
   *
   * @param rounds how often one joins and leaves: two changes each
   */
  public FanOut(int readers, int rounds) {
    this.readers = readers;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "fan-out " + readers;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    try (Gathering gathering = new Gathering(client, contestant.target(), readers)) {
      gathering.arrive(Gathering.PARALLEL);
      if (gathering.converge() < 0) {
        return gathering.judge(result.failed("they were never all there"));
      }
      Changes changes =
          new Changes(client, contestant.target(), gathering, 0, Duration.ZERO);
      long before = gathering.crowd().pushes();
      CpuMeter meter = new CpuMeter(contestant.pid(), contestant.redisPids());
      boolean known = changes.run(rounds);
      CpuMeter.Cpu cpu = meter.read();
      long pushes = gathering.crowd().pushes() - before;
      result
          .with(Figure.CPU_PER_CHANGE_AND_READER, cpu.both() / (2.0 * rounds * readers))
          .with(cpu)
          .with(Figure.PUSHES, pushes)
          .with(Figure.CPU_PER_PUSH, (double) cpu.both() / pushes)
          .with(changes.joins())
          .withLeaves(changes.leaves())
          .failed(known ? "" : "a change was not seen by all");
      return gathering.judge(result);
    }
  }
}
