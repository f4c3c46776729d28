package onlookers.websocket;

import java.time.Duration;
import java.util.concurrent.Executor;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;

/**
 * Asks each client for a sign of life every 25 s, and drops the one that gave none for 60 s; its
 * session keeps its grace. A client that is being sent to is not asked: its answer would wait
 * behind what it does not read.
 */
public final class Heartbeat {
  private static final Duration PING_INTERVAL = Duration.ofSeconds(25);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final Connections connections;
  private final Executor pingers;

  /**
   * Beats for these connections.
   *
   * @param pingers threads that may wait a moment for a client that does not read
   */
  public Heartbeat(Connections connections, Executor pingers) {
    this.connections = connections;
    this.pingers = pingers;
  }

  /** Starts to beat. */
  public void start(Scheduler scheduler) {
    scheduler.every(ROUND, this::beat);
  }

  private void beat() {
    long now = connections.nanoTime();
    Guard.each(connections.all(), connection -> beat(connection, now));
  }

  private void beat(Connection connection, long now) {
    if (connection.wire().hasHeartbeat()) {
      return;
    }
    if (connection.isSilent(now, SILENCE.toNanos())) {
      connections.drop(connection, Goodbye.SILENT);
    } else if (connection.isPingDue(now, PING_INTERVAL.toNanos())) {
      connection.ping(pingers);
    }
  }
}
