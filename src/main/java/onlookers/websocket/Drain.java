package onlookers.websocket;

import java.time.Duration;
import java.util.List;
import onlookers.runtime.NodeState;
import onlookers.runtime.Scheduler;

/** Sends every client of this node elsewhere, with close code 1012, and lets no new one in. */
public final class Drain {
  private final ConnectionManager connections;
  private final NodeState state;
  private final Scheduler scheduler;

  /** Nothing happens before it begins. */
  public Drain(ConnectionManager connections, NodeState state, Scheduler scheduler) {
    this.connections = connections;
    this.state = state;
    this.scheduler = scheduler;
  }

  /**
   * Closes every socket, spread over the time. Sessions outlive their sockets by the grace.
   *
   * @param seconds over how long, 0 for at once
   * @return how many clients there are
   */
  public int begin(int seconds) {
    state.draining(true);
    List<Connection> all = connections.snapshot();
    Duration total = Duration.ofSeconds(seconds);
    for (int i = 0; i < all.size(); i++) {
      Connection connection = all.get(i);
      Duration wait = total.multipliedBy(i).dividedBy(all.size());
      scheduler.after(wait, () -> connections.drop(connection, CloseStatus.RESTART));
    }
    return all.size();
  }

  /** Closes every socket now, and ends its session. */
  public void closeAll() {
    state.draining(true);
    connections.closeAll(CloseStatus.RESTART);
  }
}
