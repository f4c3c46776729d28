package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.SteadyRate;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;

/**
 * A probe joins and leaves a post with 100 readers, while 50 readers a second come and go elsewhere.
 * Between two changes the post is quiet for longer than any of the servers holds a change back.
 */
public final class Latency implements Scenario {
  private static final int WATCHERS = 100;
  private static final int ELSEWHERE_PER_SECOND = 50;
  private static final Duration GAP = Duration.ofMillis(110);

  private final int rounds;

  /** The probe joins and leaves so often. */
  public Latency(int rounds) {
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    try (Gathering watchers = new Gathering(client, contestant.target(), WATCHERS);
        SteadyRate elsewhere =
            new SteadyRate(
                client, contestant.target(), Gathering.freshName(), ELSEWHERE_PER_SECOND)) {
      watchers.arrive(Gathering.PARALLEL);
      if (watchers.converge() < 0) {
        return watchers.judge(result.failed("they were never all there"));
      }
      Changes changes = new Changes(client, contestant.target(), watchers, 0, GAP);
      boolean known = changes.run(rounds);
      result
          .with(changes.joins())
          .withLeaves(changes.leaves())
          .withOwn(changes.own())
          .failed(known ? "" : "a change was not seen by all")
          .failed(elsewhere.complaints());
      return watchers.judge(result);
    }
  }
}
