package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.ProcFiles;
import onlookers.bench.measure.Result;
import onlookers.bench.measure.Zipf;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.Work;

/**
 * Readers who have viewed one of 1,000 posts and are silent: the memory that each takes, on a
 * server that has served nobody before. Its garbage is collected before each look.
 */
public final class Idle implements Scenario {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final int POSTS = 1_000;
  private static final double MEGABYTE = 1e6;

  private final int readers;

  /** So many. */
  public Idle(int readers) {
    this.readers = readers;
  }

  @Override
  public String name() {
    return "idle " + readers;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    Memory empty = look(contestant);
    try (Gathering first = gathering(client, contestant, readers / 5);
        Gathering rest = gathering(client, contestant, readers - readers / 5)) {
      first.arrive(Gathering.PARALLEL);
      first.converge();
      Memory some = look(contestant);
      rest.arrive(Gathering.PARALLEL);
      rest.converge();
      Memory full = look(contestant);
      result
          .with(Figure.RSS_PER_CONNECTION, (full.resident - empty.resident) / (double) readers)
          .with(
              Figure.RSS_PER_FURTHER_CONNECTION,
              (full.resident - some.resident) / (double) rest.size())
          .with(
              Figure.ANONYMOUS_PER_CONNECTION,
              (full.anonymous - empty.anonymous) / (double) readers)
          .with(Figure.RSS_BEFORE, empty.resident / MEGABYTE)
          .with(Figure.RSS_AFTER, full.resident / MEGABYTE);
      if (contestant.liveHeap().isPresent()) {
        result.with(Figure.HEAP_PER_CONNECTION, (full.heap - empty.heap) / (double) readers);
      }
      return rest.judge(first.judge(result));
    }
  }

  private static Gathering gathering(LoadClient client, Contestant contestant, int readers) {
    return new Gathering(client, contestant.target(), Zipf.shares(readers, POSTS, 0));
  }

  private static Memory look(Contestant contestant) {
    Work.pause(QUIET);
    long heap = contestant.liveHeap().orElse(0);
    contestant.collectGarbage();
    return new Memory(
        ProcFiles.residentBytes(contestant.pid()),
        ProcFiles.anonymousBytes(contestant.pid()),
        heap);
  }

  private record Memory(long resident, long anonymous, long heap) {}
}
