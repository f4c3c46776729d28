package onlookers.websocket;

import java.util.List;
import onlookers.config.Settings;
import onlookers.presence.Post;
import onlookers.presence.Presence;
import onlookers.presence.Session;
import onlookers.protocol.Codec;
import onlookers.runtime.Counter;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals.Reason;

/** Every open connection of this node: who is let in, and what its end means for its session. */
public final class ConnectionManager implements Connection.Owner {
  private final Presence presence;
  private final Rooms rooms;
  private final ConnectionTools tools;
  private final NodeMetrics nodeMetrics;
  private final ConnectionLimiter limiter;
  private final ConnectionCloser closer;
  private final OpenConnections open;

  /** Without any connection yet. */
  public ConnectionManager(
      Presence presence, Rooms rooms, Settings settings, ConnectionTools tools) {
    this.presence = presence;
    this.rooms = rooms;
    this.tools = tools;
    this.nodeMetrics = tools.nodeMetrics();
    this.limiter = new ConnectionLimiter(settings, tools);
    this.closer = new ConnectionCloser(tools);
    this.open = new OpenConnections(tools.nanoTime());
  }

  /**
   * Lets a client in, or sends it away: with 1012 while draining, with 1013 when a limit is
   * reached.
   *
   * @param address the client's, empty when it is not known
   */
  Connection open(Transport transport, Codec codec, String address) {
    Connection connection =
        new Connection(new Client(transport, codec, address), rooms, tools, this);
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
    if (nodeMetrics.state().draining()) { // since it was asked first: who drains may have missed it
      drop(connection, CloseStatus.RESTART);
    }
    return connection;
  }

  private void begin(Connection connection) {
    boolean begun = false;
    try {
      rooms.join(connection);
      connection.session(presence.open(connection));
      open.add(connection); // last: whoever ends it must find its session
      begun = true;
      if (connection.hasEnded()) { // meanwhile
        open.remove(connection);
      }
    } finally {
      if (!begun) {
        release(connection);
      }
    }
  }

  private void turnAway(Connection connection, CloseStatus closeStatus) {
    nodeMetrics.increment(Counter.HANDSHAKES_REFUSED);
    connection.end();
    closer.turnAway(connection, closeStatus);
  }

  /** We end the connection: its session ends at once. */
  @Override
  public void close(Connection connection, CloseStatus closeStatus) {
    if (release(connection)) {
      try {
        leave(connection);
      } finally {
        closer.close(connection, closeStatus);
      }
    }
  }

  /** The session goes on at another socket, so it is none of this one's business any more. */
  @Override
  public void superseded(Connection connection) {
    if (release(connection)) {
      closer.close(connection, CloseStatus.SUPERSEDED);
    }
  }

  /** We end the connection, and its session lives on for its grace. */
  void drop(Connection connection, CloseStatus closeStatus) {
    if (release(connection)) {
      try {
        lose(connection);
      } finally {
        closer.close(connection, closeStatus);
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

  /**
   * Closes the sockets of this node that view the post, with close code 1012: the clients may come
   * back.
   *
   * @return how many there were
   */
  public int disconnect(Post post) {
    List<Connection> viewing = open.all().stream().filter(one -> isOn(one, post)).toList();
    Guard.each(viewing, connection -> close(connection, CloseStatus.RESTART));
    return viewing.size();
  }

  private boolean isOn(Connection connection, Post post) {
    Session session = connection.session();
    return session != null && presence.isViewing(session, post);
  }

  /** Closes every socket, and ends its session: the end of this node. */
  void closeAll(CloseStatus closeStatus) {
    rooms.close();
    Guard.each(snapshot(), connection -> close(connection, closeStatus));
  }

  /** Those that are open now. */
  List<Connection> snapshot() {
    return open.all();
  }

  /** Whether no client is here. */
  public boolean isEmpty() {
    return open.isEmpty();
  }

  /** Those that the heartbeat has to look at by now. */
  List<Connection> toLookAt(long nowNanos) {
    return open.due(nowNanos);
  }

  void lookedAt(Connection connection) {
    open.refile(connection);
  }

  long nanoTime() {
    return tools.nanoTime();
  }
}
