package onlookers.bench.report;

import java.util.List;
import onlookers.bench.measure.Figure;
import onlookers.bench.report.Bar.Other;
import onlookers.bench.server.NettyBound;
import onlookers.bench.server.SocketIo;
import onlookers.bench.server.StandaloneTomcat;
import onlookers.bench.server.War;

/** The bars. */
final class Bars {
  /** What two runs of the same thing differ by. */
  private static final double NOT_WORSE = 1.1;

  static final List<Bar> ALL =
      List.of(
          Bar.atMost("storm 5000", Figure.CPU_PER_READER, 500),
          Bar.timesPeer("storm 5000", Figure.CPU_PER_READER, 1 / 3.0, SocketIo.NAME),
          Bar.atMost("storm 10000", Figure.CONVERGED, 2_000),
          Bar.atMost("storm 10000", Figure.CPU_PER_READER, 500),
          new Bar(
              "storm 10000",
              War.NAME,
              Figure.CPU_PER_READER,
              1.25,
              new Other("storm 5000", War.NAME, Figure.CPU_PER_READER)),
          Bar.atMost("storm 10000 zipf", Figure.CPU_PER_READER, 500),
          Bar.atMost("churn", Figure.CPU_PER_SESSION, 450),
          Bar.timesPeer("churn", Figure.CPU_PER_SESSION, 0.5, SocketIo.NAME),
          Bar.atMost("fan-out 2000", Figure.CPU_PER_CHANGE_AND_READER, 16),
          Bar.timesPeer("fan-out 2000", Figure.CPU_PER_CHANGE_AND_READER, 1.3, NettyBound.NAME),
          Bar.atMost("idle 15000", Figure.RSS_PER_CONNECTION, 12_000),
          new Bar(
              "idle 15000", StandaloneTomcat.NAME, Figure.RSS_PER_CONNECTION, 16_000, null),
          Bar.atMost("latency", Figure.P50, 3),
          Bar.atMost("latency", Figure.P99, 15),
          Bar.atMost("latency", Figure.LEAVE_P50, 3),
          Bar.atMost("latency", Figure.LEAVE_P99, 15),
          new Bar(
              "slow readers 5000",
              War.NAME,
              Figure.P99,
              1.5,
              new Other("slow readers 5000", War.NAME, Figure.P99_BEFORE)),
          Bar.atMost("round trips 1000", Figure.ROUND_TRIPS_PER_JOIN, 0.5),
          Bar.atMost("round trips 10000", Figure.ROUND_TRIPS_PER_JOIN, 0.1),
          Bar.timesPeer("silent 15000 on 100 posts", Figure.SERVER_PER_THOUSAND, 0.4, SocketIo.NAME),
          Bar.timesPeer("silent 15000 on 100 posts", Figure.REDIS_PER_THOUSAND, 1, SocketIo.NAME),
          manyPosts(Figure.SERVER_PER_THOUSAND),
          manyPosts(Figure.REDIS_PER_THOUSAND),
          thirtyNodes(Figure.REDIS_PER_CHANGE),
          thirtyNodes(Figure.REDIS_PER_BARE_CHANGE),
          Bar.atMost("node without readers", Figure.MENTIONS, 0),
          new Bar(
              "churn on a cluster",
              War.ON_CLUSTER,
              Figure.CPU_PER_SESSION,
              1.5,
              new Other("churn on a cluster", War.NAME, Figure.CPU_PER_SESSION)),
          Bar.timesPeer("churn", Figure.CPU_PER_SESSION, 0.95, War.BEFORE),
          Bar.timesPeer("storm 5000", Figure.CPU_PER_READER, NOT_WORSE, War.BEFORE),
          Bar.timesPeer("fan-out 2000", Figure.CPU_PER_CHANGE_AND_READER, NOT_WORSE, War.BEFORE),
          Bar.timesPeer("latency", Figure.P50, NOT_WORSE, War.BEFORE),
          Bar.timesPeer("idle 15000", Figure.RSS_PER_CONNECTION, NOT_WORSE, War.BEFORE),
          Bar.atMost("allocation", Figure.ALLOCATED_PER_PUSH, 64),
          Bar.atMost("flood 18000", Figure.CONVERGED, 60_000));

  private Bars() {}

  private static Bar manyPosts(Figure figure) {
    return new Bar(
        "silent 15000 on 10000 posts",
        War.NAME,
        figure,
        1.2,
        new Other("silent 15000 on 100 posts", War.NAME, figure));
  }

  private static Bar thirtyNodes(Figure figure) {
    return new Bar("nodes 30", War.NAME, figure, 1.4, new Other("nodes 1", War.NAME, figure));
  }
}
