package onlookers.websocket;

import java.time.Duration;
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

  /** Beats for these connections. */
  public Heartbeat(Connections connections) {
    this.connections = connections;
  }

  /** Starts to beat on that clock. */
  public void start(Scheduler clock) {
    clock.every(ROUND, this::beat);
  }

  private void beat() {
    long now = System.nanoTime();
    for (Connection connection : connections.all()) {
      if (connection.wire().hasHeartbeat()) {
        continue;
      }
      if (connection.isSilent(now, SILENCE.toNanos())) {
        connections.drop(connection, Goodbye.SILENT);
      } else if (connection.isPingDue(now, PING_INTERVAL.toNanos())) {
        connections.closers().execute(connection.wire()::ping);
      }
    }
  }
}
