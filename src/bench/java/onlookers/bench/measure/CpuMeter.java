package onlookers.bench.measure;

import java.util.List;

/** CPU time that a server, its Redis and this process take from now on. */
public final class CpuMeter {
  private final long server;
  private final List<Long> redis;
  private final long serverBefore;
  private final List<Long> redisBefore;
  private final long clientBefore;

  /** Starts it for these processes. */
  public CpuMeter(long serverPid, List<Long> redisPids) {
    server = serverPid;
    redis = List.copyOf(redisPids);
    serverBefore = ProcFiles.cpuMicros(server);
    redisBefore = redisNow();
    clientBefore = clientNow();
  }

  private List<Long> redisNow() {
    return redis.stream().map(ProcFiles::cpuMicros).toList();
  }

  private static long clientNow() {
    return ProcFiles.cpuMicros(ProcessHandle.current().pid());
  }

  /** What was taken until now. */
  public Cpu read() {
    long sum = 0;
    long busiest = 0;
    List<Long> now = redisNow();
    for (int i = 0; i < now.size(); i++) {
      long taken = now.get(i) - redisBefore.get(i);
      sum += taken;
      busiest = Math.max(busiest, taken);
    }
    return new Cpu(
        ProcFiles.cpuMicros(server) - serverBefore, sum, busiest, clientNow() - clientBefore);
  }

  /**
   * Microseconds of CPU time.
   *
   * @param server of the process that talks to the readers
   * @param redis of all its Redis servers together
   * @param busiest of the one of them that took most
   * @param client of the benchmark itself
   */
  public record Cpu(long server, long redis, long busiest, long client) {
    /** Server and Redis together. */
    public long both() {
      return server + redis;
    }
  }
}
