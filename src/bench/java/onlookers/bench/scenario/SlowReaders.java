package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.War;

/**
 * One in ten of those on a post stops reading. First all read, and one joins and leaves the post
 * for a while; then those few stop, and two more posts that only they watch change until what the
 * kernel holds for them is full; then one joins and leaves again. In the end they read on, and must
 * be right. Only the product: its peers know no {@code watching}.
 */
public final class SlowReaders implements Scenario {
  /** Longer than the 250 ms for which a post with 5,000 readers is held back: what is left is work. */
  private static final Duration GAP = Duration.ofMillis(300);

  private final int readers;
  private final Duration time;

  /**
   * A scenario.
   *
   * @param time for which one joins and leaves, each time; stalled are dropped after 60 s without a
   *     pong, and the last one may be 25 s old when they fall asleep
   */
  public SlowReaders(int readers, Duration time) {
    this.readers = readers;
    this.time = time;
  }

  @Override
  public String name() {
    return "slow readers " + readers;
  }

  @Override
  public boolean suits(Contestant contestant) {
    return contestant instanceof War;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    War war = (War) contestant;
    Result result = new Result(name(), war.name());
    int slow = readers / 10;
    try (Gathering quick = new Gathering(client, war.target(), readers - slow);
        StalledReaders stalled = new StalledReaders(client, war, quick.posts().get(0).id(), slow)) {
      client.run(() -> quick.posts().get(0).expect(readers, readers));
      quick.arrive(Gathering.PARALLEL);
      stalled.arrive();
      if (quick.converge() < 0) {
        return quick.judge(result.failed("they were never all there"));
      }
      Changes awake = new Changes(client, war.target(), quick, slow, GAP);
      boolean known = awake.run(time);
      stalled.fallAsleep(result);
      Changes asleep = awake.goOn();
      known &= asleep.run(time);
      stalled.wakeUp(result, readers, asleep.views());
      result
          .with(Figure.P99_BEFORE, awake.joins().millis(99))
          .with(asleep.joins())
          .withLeaves(asleep.leaves())
          .with(Figure.CHANGES, asleep.count())
          .failed(known ? "" : "a change was not seen by all who read");
      return quick.judge(result);
    }
  }
}
