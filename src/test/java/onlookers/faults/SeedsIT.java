package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.Test;

/**
 * Many short histories of pages that come, move, go and are lost, some at a time on the same two
 * nodes, each with posts of its own: the checker finds nothing wrong. {@code faults.seeds} says how
 * many; a thousand in the profile.
 */
class SeedsIT {
  private static final int SEEDS = Integer.getInteger("faults.seeds", 20);
  private static final long FIRST = Long.getLong("onlookers.seed", System.nanoTime());
  private static final int AT_A_TIME = 20;
  private static final Duration BOUND = Duration.ofSeconds(10);

  @Test
  void everyNumberShownIsTrueAndNoneIsOlderThanTheOneBefore() throws Exception {
    int shown = 0;
    try (RedisProcess redis = RedisProcess.start();
        Nodes nodes = Nodes.start(2, redis.uri())) {
      for (int done = 0; done < SEEDS; done += AT_A_TIME) {
        shown += someSeeds(redis, nodes, FIRST + done);
      }
    }
    System.out.println(SEEDS + " seeds from " + FIRST + ": " + shown + " numbers shown, all true");
  }

  private static int someSeeds(RedisProcess redis, Nodes nodes, long first) throws Exception {
    List<Crowd> crowds = new ArrayList<>();
    try {
      IntStream.range(0, AT_A_TIME)
          .forEach(
              i -> {
                long seed = first + i;
                String name = "seed" + Long.toString(seed, 36);
                Crowd crowd = new Crowd(name, 3, nodes.inTurn(), Nodes.OUTLIVES, new Random(seed));
                crowds.add(crowd);
                crowd.come(5);
                crowd.live(10);
              });
      Trial.pass(Duration.ofSeconds(2));
      crowds.forEach(Crowd::rest);
      for (int i = 0; i < AT_A_TIME; i++) {
        new Trial(redis, crowds.get(i)).assertAllIsTrue("seed " + (first + i), BOUND);
      }
    } finally {
      Crowd.closeAll(crowds);
    }
    int shown = 0;
    for (int i = 0; i < AT_A_TIME; i++) {
      History history = crowds.get(i).history;
      assertThat(Checker.check(history, BOUND)).as("seed " + (first + i)).isEmpty();
      shown += history.shown().size();
    }
    return shown;
  }
}
