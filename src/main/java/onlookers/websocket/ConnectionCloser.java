package onlookers.websocket;

import java.time.Duration;
import java.util.concurrent.Executor;
import onlookers.runtime.Scheduler;

/** Closes sockets, after the frames that wait for them. */
final class ConnectionCloser {
  /** A last frame that the client does not take is not waited for longer than this. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Scheduler scheduler;
  private final Executor closers;

  ConnectionCloser(ConnectionTools tools) {
    this.scheduler = tools.scheduler();
    this.closers = tools.closers();
  }

  /** Closes the socket of a client that was let in. */
  void close(Connection connection, CloseStatus closeStatus) {
    connection.transport().ending(closeStatus);
    turnAway(connection, closeStatus);
    scheduler.after(MAX_WAIT, connection.outbox()::end);
  }

  /** Closes the socket of a client that was not, and for whom nothing waits. */
  void turnAway(Connection connection, CloseStatus closeStatus) {
    connection
        .outbox()
        .finish(() -> closers.execute(() -> connection.transport().close(closeStatus)));
  }
}
