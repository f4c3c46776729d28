package onlookers.standalone.engine;

import java.time.Duration;

/**
 * How long the engine waits for its clients.
 *
 * @param head for the head of a request, from its first byte to its last
 * @param body for a body that the application reads, in all
 * @param rest for what is left of a body that nobody has read, in all
 * @param write for a client to take anything at all of what was written
 * @param heads how many heads may be unfinished at once
 * @param threads how many threads may wait at once
 */
record SocketLimits(
    Duration head,
    Duration body,
    Duration rest,
    Duration write,
    UnfinishedHeads heads,
    WaitingLimit threads) {
  private static final int HEADS = 10_000;

  /** A head mostly comes whole, also through a proxy with many readers behind it. */
  private static final int HEADS_PER_ADDRESS = 500;

  /** Half of those that there are. */
  private static final int THREADS = EngineThreads.MAX_THREADS / 2;

  private static final int THREADS_PER_ADDRESS = 4;

  /** Those of the executable WAR. */
  static SocketLimits usual() {
    return new SocketLimits(
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        new UnfinishedHeads(HEADS, HEADS_PER_ADDRESS),
        new WaitingLimit(THREADS, THREADS_PER_ADDRESS));
  }
}
