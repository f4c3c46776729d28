package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.SteadyRate;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.CountingProxy;
import onlookers.bench.server.War;
import onlookers.bench.server.Work;

/**
 * A second node, which has no readers at all: the bytes that Redis sends it while all is quiet, and
 * while 100 readers a second come to the first node and go.
 */
public final class UnconcernedNode implements Scenario {
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final int PER_SECOND = 100;

  private final Duration window;

  /** Bytes are counted for so long, twice. */
  public UnconcernedNode(Duration window) {
    this.window = window;
  }

  @Override
  public String name() {
    return "node without readers";
  }

  @Override
  public boolean suits(Contestant contestant) {
    return contestant instanceof War war && war.isOnOneRedis();
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name(), contestant.name());
    String posts = Gathering.freshName() + "-elsewhere";
    int redis = contestant.redis().get(0).port();
    try (CountingProxy proxy = new CountingProxy(redis, posts);
        War second = ((War) contestant).beside(proxy.port())) {
      Work.pause(SETTLING);
      double quiet = bytesPerSecond(proxy);
      try (SteadyRate readers =
          new SteadyRate(client, contestant.target(), posts, PER_SECOND)) {
        double busy = bytesPerSecond(proxy);
        result
            .with(Figure.HEARD_QUIET, quiet)
            .with(Figure.HEARD_CHANGES, busy)
            .with(Figure.MENTIONS, proxy.mentions())
            .failed(isConnected(second) ? "" : "the second node is not connected")
            .failed(readers.complaints())
            .failed(readers.come() < PER_SECOND ? "hardly anybody came" : "");
      }
    }
    return result;
  }

  private static boolean isConnected(War node) {
    return new Metrics(node.base()).value("onlookers_redis_up") == 1;
  }

  private double bytesPerSecond(CountingProxy proxy) {
    long before = proxy.bytes();
    Work.pause(window);
    return (proxy.bytes() - before) / (double) window.toSeconds();
  }
}
