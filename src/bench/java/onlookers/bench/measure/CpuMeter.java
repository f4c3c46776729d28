package onlookers.bench.measure;

import java.util.OptionalLong;

/** CPU time that a server, its Redis and this process take from now on. */
public final class CpuMeter {
  private final long server;
  private final OptionalLong redis;
  private final long serverBefore;
  private final long redisBefore;
  private final long clientBefore;

  /** Starts it for these processes. */
  public CpuMeter(long serverPid, OptionalLong redisPid) {
    server = serverPid;
    redis = redisPid;
    serverBefore = ProcFiles.cpuMicros(server);
    redisBefore = redisNow();
    clientBefore = clientNow();
  }

  private long redisNow() {
    return redis.isPresent() ? ProcFiles.cpuMicros(redis.getAsLong()) : 0;
  }

  private static long clientNow() {
    return ProcFiles.cpuMicros(ProcessHandle.current().pid());
  }

  /** What was taken until now. */
  public Cpu read() {
    return new Cpu(
        ProcFiles.cpuMicros(server) - serverBefore,
        redisNow() - redisBefore,
        clientNow() - clientBefore);
  }

  /** Microseconds of CPU time. */
  public record Cpu(long server, long redis, long client) {
    /** Server and Redis together. */
    public long both() {
      return server + redis;
    }
  }
}
