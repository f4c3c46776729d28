package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.CpuMeter;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.measure.Zipf;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.SocketIo;
import onlookers.bench.server.Work;

/**
 * Readers arrive as fast as they are let in, stay until all know that all are there, and leave as
 * fast as they can.
 */
public final class Storm implements Scenario {
  /** What is still under way when all are right belongs to it, too. */
  private static final Duration AFTERMATH = Duration.ofMillis(500);

  private static final int MAX_SOCKET_IO = 5_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String name;
  private final int[] shares;
  private final int handshakes;

  private Storm(String name, int handshakes, int... shares) {
    this.name = name;
    this.handshakes = handshakes;
    this.shares = shares;
  }

  /** So many on one post. */
  public static Storm onOnePost(int readers) {
    return new Storm("storm " + readers, Gathering.PARALLEL, readers);
  }

  /** So many on 500 posts, by Zipf's law with 1.1. */
  public static Storm zipf(int readers) {
    return new Storm(
        "storm " + readers + " zipf", Gathering.PARALLEL, Zipf.shares(readers, 500, 1.1));
  }

  /** So many on 1,000 posts, and nobody waits for the handshake of another. */
  public static Storm atOnce(int readers) {
    return new Storm("flood " + readers, readers, Zipf.shares(readers, 1_000, 0));
  }

  @Override
  public String name() {
    return name;
  }

  /** Ten thousand on one post are too many for Socket.IO: they never receive the end of it. */
  @Override
  public boolean suits(Contestant contestant) {
    return !contestant.name().equals(SocketIo.NAME) || size() <= MAX_SOCKET_IO;
  }

  private int size() {
    int size = 0;
    for (int share : shares) {
      size += share;
    }
    return size;
  }

  @Override
  public Result run(Contestant contestant, LoadClient client) {
    Result result = new Result(name, contestant.name());
    try (Gathering gathering = new Gathering(client, contestant.target(), shares)) {
      CpuMeter meter = new CpuMeter(contestant.pid(), contestant.redisPids());
      long start = System.nanoTime();
      long last = gathering.arrive(handshakes);
      long converged = gathering.converge();
      Work.pause(AFTERMATH);
      CpuMeter.Cpu cpu = meter.read();
      long pushes = gathering.crowd().pushes();
      result
          .with(Figure.CPU_PER_READER, (double) cpu.both() / gathering.size())
          .with(cpu)
          .with(Figure.PUSHES, pushes)
          .with(Figure.CPU_PER_PUSH, (double) cpu.both() / pushes)
          .with(Figure.ARRIVED, (last - start) / NANOS_PER_MILLI)
          .with(Figure.CONVERGED, Math.max(0, converged - last) / NANOS_PER_MILLI)
          .with(gathering.crowd().firstPushes())
          .failed(last < 0 || converged < 0 ? "did not converge" : "");
      gathering.judge(result);
      return leave(contestant, gathering, result);
    }
  }

  private static Result leave(Contestant contestant, Gathering gathering, Result result) {
    CpuMeter meter = new CpuMeter(contestant.pid(), contestant.redisPids());
    boolean all = gathering.leave();
    Work.pause(AFTERMATH);
    return result
        .with(Figure.CPU_PER_LEAVER, (double) meter.read().both() / gathering.size())
        .failed(all ? "" : "not all could leave");
  }
}
