package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.ThreadAllocations;
import onlookers.bench.server.War;

/**
 * Fan-out once more, through the send path that ships: how many bytes the thread that publishes
 * everybody allocates for each push, by that JVM's own account (ThreadMXBean), and how many all of
 * its threads do. Only the product.
 */
public final class Allocation implements Scenario {
  private static final String NOTIFIER = "onlookers-notifier";

  private final int readers;
  private final int rounds;

  /** One joins and leaves so often. */
  public Allocation(int readers, int rounds) {
    this.readers = readers;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "allocation";
  }

  @Override
  public boolean suits(Contestant contestant) {
    return contestant instanceof War;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    try (ThreadAllocations threads = new ThreadAllocations(contestant.pid());
        Gathering gathering = new Gathering(client, contestant.target(), readers)) {
      gathering.arrive(Gathering.PARALLEL);
      if (gathering.converge() < 0) {
        return gathering.judge(result.failed("they were never all there"));
      }
      long before = gathering.crowd().pushes();
      long notifier = threads.bytes(NOTIFIER);
      long all = threads.bytes("");
      boolean known =
          new Changes(client, contestant.target(), gathering, 0, Duration.ZERO).run(rounds);
      double pushes = gathering.crowd().pushes() - before;
      result
          .with(Figure.PUSHES, pushes)
          .with(Figure.ALLOCATED_PER_PUSH, (threads.bytes(NOTIFIER) - notifier) / pushes)
          .with(Figure.ALLOCATED_BY_ALL, (threads.bytes("") - all) / pushes)
          .failed(known ? "" : "a change was not seen by all");
      return gathering.judge(result);
    }
  }
}
