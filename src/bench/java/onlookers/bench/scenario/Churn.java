package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.Rotation;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.CpuMeter;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.Work;

/** Readers come, view a post, wait for the first counts and go: 32 at a time, on 1,000 posts. */
public final class Churn implements Scenario {
  private static final int AT_A_TIME = 32;
  private static final int POSTS = 1_000;
  private static final Duration AFTERMATH = Duration.ofMillis(500);

  private final String where;
  private final int sessions;

  /** So many one after the other. */
  public Churn(int sessions) {
    this("", sessions);
  }

  /**
   * The same under another name.
   *
   * @param where it ends with
   */
  public Churn(String where, int sessions) {
    this.where = where;
    this.sessions = sessions;
  }

  /** How many come and go. */
  int sessions() {
    return sessions;
  }

  @Override
  public String name() {
    return "churn" + where;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Rotation rotation = new Rotation(client, contestant.target(), Gathering.freshName(), POSTS);
    CpuMeter meter = new CpuMeter(contestant.pid(), contestant.redisPids());
    long start = System.nanoTime();
    long end = Gathering.await(rotation.start(sessions, AT_A_TIME));
    Work.pause(AFTERMATH);
    CpuMeter.Cpu cpu = meter.read();
    return new Result(name(), contestant.name())
        .with(Figure.CPU_PER_SESSION, (double) cpu.both() / sessions)
        .with(cpu)
        .with(Figure.PUSHES, rotation.pushes())
        .with(Figure.ARRIVED, (end - start) / 1e6)
        .with(rotation.firstPushes())
        .right(rotation.inOrder(), sessions)
        .failed(end < 0 ? "did not come to its end" : "")
        .failed(rotation.complaints());
  }
}
