package onlookers.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import onlookers.config.Settings;
import onlookers.presence.Post;
import onlookers.presence.Presence;
import onlookers.presence.Session;
import onlookers.protocol.Codec;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeMetrics.Counter;
import onlookers.runtime.Refusals.Reason;
import onlookers.runtime.Scheduler;

/** Every open connection of this node: who is let in, and how one ends. */
public final class ConnectionManager {
  /** A last frame that the client does not take is not waited for longer than this. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Presence presence;
  private final Rooms rooms;
  private final NodeMetrics nodeMetrics;
  private final ConnectionLimiter limiter;
  private final Scheduler scheduler;
  private final Executor closers;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param scheduler runs short tasks later
   * @param closers threads that may wait a moment for a client that does not read
   */
  public ConnectionManager(
      Presence presence,
      Rooms rooms,
      Settings settings,
      NodeMetrics nodeMetrics,
      Scheduler scheduler,
      Executor closers) {
    this.presence = presence;
    this.rooms = rooms;
    this.nodeMetrics = nodeMetrics;
    this.limiter = new ConnectionLimiter(settings, nodeMetrics, scheduler::nanoTime);
    this.scheduler = scheduler;
    this.closers = closers;
  }

  /**
   * Lets a client in, or sends it away: with 1012 while draining, with 1013 when a limit is
   * reached.
   *
   * @param address the client's, empty when it is not known
   */
  Connection open(Transport wire, Codec codec, String address) {
    Connection connection = new Connection(wire, codec, address, this);
    if (nodeMetrics.state().draining()) {
      nodeMetrics.refusals().add(Reason.DRAINING, address);
      turnAway(connection, CloseStatus.RESTART);
      return connection;
    }
    AddressUse use = limiter.enter(address);
    if (use == null) {
      turnAway(connection, CloseStatus.FULL);
      return connection;
    }
    connection.countOn(use);
    nodeMetrics.increment(Counter.SESSIONS_OPENED);
    nodeMetrics.move(codec.wire(), 1);
    begin(connection);
    return connection;
  }

  private void begin(Connection connection) {
    boolean begun = false;
    try {
      rooms.join(connection);
      connection.session(presence.open(connection));
      open.add(connection); // last: whoever ends it must find its session
      begun = true;
    } finally {
      if (!begun) {
        release(connection);
      }
    }
  }

  private void turnAway(Connection connection, CloseStatus closeStatus) {
    nodeMetrics.increment(Counter.HANDSHAKES_REFUSED);
    connection.end();
    connection.outbox().finish(() -> closers.execute(() -> connection.wire().close(closeStatus)));
  }

  /** We end the connection: its session ends at once. */
  void close(Connection connection, CloseStatus closeStatus) {
    if (release(connection)) {
      try {
        leave(connection);
      } finally {
        sendClose(connection, closeStatus);
      }
    }
  }

  /** The session goes on at another socket, so it is none of this one's business any more. */
  void superseded(Connection connection) {
    if (release(connection)) {
      sendClose(connection, CloseStatus.SUPERSEDED);
    }
  }

  /** We end the connection, and its session lives on for its grace. */
  void drop(Connection connection, CloseStatus closeStatus) {
    if (release(connection)) {
      try {
        lose(connection);
      } finally {
        sendClose(connection, closeStatus);
      }
    }
  }

  /** The client, or the network, has ended the connection. */
  void ended(Connection connection, boolean byCloseFrame) {
    connection.outbox().end();
    if (release(connection)) {
      if (byCloseFrame) {
        leave(connection);
      } else {
        lose(connection);
      }
    }
  }

  private boolean release(Connection connection) {
    if (!connection.end()) {
      return false;
    }
    open.remove(connection);
    rooms.quit(connection);
    limiter.leave(connection.address());
    nodeMetrics.increment(Counter.SESSIONS_CLOSED);
    nodeMetrics.move(connection.codec().wire(), -1);
    return true;
  }

  private void leave(Connection connection) {
    Session session = connection.session();
    if (session != null) {
      presence.leave(session);
    }
  }

  private void lose(Connection connection) {
    Session session = connection.session();
    if (session != null) {
      presence.lose(session);
    }
  }

  private void sendClose(Connection connection, CloseStatus closeStatus) {
    Outbox outbox = connection.outbox();
    connection.wire().ending();
    outbox.finish(() -> closers.execute(() -> connection.wire().close(closeStatus)));
    scheduler.after(MAX_WAIT, outbox::end);
  }

  /**
   * Sends every client elsewhere, spread over the time, and lets no new one in: close code 1012.
   * Sessions outlive their sockets by the grace.
   *
   * @param seconds over how long, 0 for at once
   * @return how many clients there are
   */
  public int drain(int seconds) {
    nodeMetrics.state().draining(true);
    List<Connection> all = List.copyOf(open);
    Duration total = Duration.ofSeconds(seconds);
    for (int i = 0; i < all.size(); i++) {
      Connection connection = all.get(i);
      Duration wait = total.multipliedBy(i).dividedBy(all.size());
      scheduler.after(wait, () -> drop(connection, CloseStatus.RESTART));
    }
    return all.size();
  }

  /**
   * Closes the sockets of this node that view the post, with close code 1012: the clients may come
   * back.
   *
   * @return how many there were
   */
  public int disconnect(Post post) {
    List<Connection> viewing = open.stream().filter(one -> isOn(one, post)).toList();
    Guard.each(viewing, connection -> close(connection, CloseStatus.RESTART));
    return viewing.size();
  }

  private boolean isOn(Connection connection, Post post) {
    Session session = connection.session();
    return session != null && presence.isViewing(session, post);
  }

  /** Closes every socket with 1012. */
  public void closeAll() {
    nodeMetrics.state().draining(true);
    Guard.each(List.copyOf(open), connection -> close(connection, CloseStatus.RESTART));
  }

  Iterable<Connection> all() {
    return open;
  }

  long nanoTime() {
    return scheduler.nanoTime();
  }

  Rooms rooms() {
    return rooms;
  }

  public NodeMetrics nodeMetrics() {
    return nodeMetrics;
  }
}
