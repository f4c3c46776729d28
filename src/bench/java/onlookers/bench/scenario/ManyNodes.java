package onlookers.bench.scenario;

import java.util.List;
import java.util.stream.IntStream;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.RedisChanges;
import onlookers.bench.load.Subscribers;
import onlookers.bench.measure.CpuMeter;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.War;

/**
 * What a change costs Redis on a site of many nodes, each with posts of its own. One is the product;
 * the others only listen as it does. Once readers come to the one and go, and once programs write to
 * posts that the others listen to.
 */
public final class ManyNodes implements Scenario {
  private static final int POSTS = 990;
  private static final int CHANGES = 200_000;

  private final int nodes;
  private final Churn churn;

  /**
   * A scenario.
   *
   * @param nodes the product among them
   * @param sessions come to it and go
   */
  public ManyNodes(int nodes, int sessions) {
    this.nodes = nodes;
    this.churn = new Churn("", sessions);
  }

  @Override
  public String name() {
    return "nodes " + nodes;
  }

  @Override
  public boolean suits(Contestant contestant) {
    return contestant instanceof War war && war.isOnOneRedis();
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    int port = contestant.redis().get(0).port();
    List<String> posts = posts();
    try (Subscribers others = subscribers(contestant, posts, nodes - 1)) {
      Result come = churn.run(contestant, client);
      Double redis = come.figures().get(Figure.CPU_REDIS);
      result
          .with(
              Figure.REDIS_PER_CHANGE,
              redis == null ? Double.NaN : redis * 1e3 / (2.0 * churn.sessions()))
          .failed(come.failures())
          .failed(others.complaints());
    }
    try (Subscribers all = subscribers(contestant, posts, nodes)) {
      CpuMeter meter = new CpuMeter(contestant.pid(), contestant.redisPids());
      RedisChanges.make(port, posts, CHANGES);
      return result
          .with(Figure.REDIS_PER_BARE_CHANGE, (double) meter.read().redis() / CHANGES)
          .with(Figure.HEARD, all.received())
          .failed(all.complaints());
    }
  }

  private static List<String> posts() {
    String name = Gathering.freshName();
    return IntStream.range(0, POSTS).mapToObj(i -> name + "-of-others-" + i).toList();
  }

  /** The version before received all posts, by pattern. */
  private static Subscribers subscribers(Contestant contestant, List<String> posts, int number) {
    int port = contestant.redis().get(0).port();
    return contestant.name().equals(War.BEFORE)
        ? Subscribers.toAll(port, number)
        : Subscribers.toTheirOwn(port, posts, number);
  }
}
