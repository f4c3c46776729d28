package onlookers.websocket;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;

/**
 * Asks each client for a sign of life every 25 s, and drops the one that gave none for 60 s; its
 * session keeps its grace. A client that is being sent to is not asked: its answer would wait
 * behind what it does not read.
 */
public final class Heartbeat {
  private static final Duration ROUND = Duration.ofSeconds(1);

  /**
   * Tasks that share a round's pings: who does not read holds up one of them for a moment, and the
   * others go on. More would only be changes of threads.
   */
  private static final int HANDS = 4;

  private final ConnectionManager connections;
  private final Executor pingers;

  /**
   * Beats for these connections.
   *
   * @param pingers threads that may wait a moment for a client that does not read
   */
  public Heartbeat(ConnectionManager connections, Executor pingers) {
    this.connections = connections;
    this.pingers = pingers;
  }

  /** Starts to beat. */
  public void start(Scheduler scheduler) {
    scheduler.every(ROUND, this::beat);
  }

  private void beat() {
    long now = connections.nanoTime();
    Queue<Connection> due = new ConcurrentLinkedQueue<>();
    Guard.each(
        connections.toLookAt(now),
        connection -> {
          if (isPingDue(connection, now)) {
            due.add(connection);
          }
          connections.lookedAt(connection);
        });
    for (int i = Math.min(HANDS, due.size()); i > 0; i--) {
      pingers.execute(() -> ping(due));
    }
  }

  /** Whether the connection is to be pinged; drops one that has been silent for too long. */
  private boolean isPingDue(Connection connection, long now) {
    if (connection.keepAlive().isSilent(now)) {
      connections.drop(connection, CloseStatus.SILENT);
      return false;
    }
    return connection.takePing(now, ROUND.toNanos());
  }

  private static void ping(Queue<Connection> due) {
    for (Connection next = due.poll(); next != null; next = due.poll()) {
      Guard.run(next::ping);
    }
  }
}
