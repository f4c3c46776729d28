package onlookers.redis.events;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import onlookers.redis.connect.Layout;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.Topology;
import onlookers.runtime.Guard;
import onlookers.runtime.RedisHealth.Connection;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One {@link EventConnection} to each master, because a server announces what happens to its own
 * keys only. A key is followed at the master that holds it; when keys move, or other servers become
 * masters, the connections follow within {@linkplain EventBeat#TICK half a second} of the layout.
 * Where the prefix is a hash tag one master holds all keys, and is the only one listened to: no key
 * of a heartbeat could lie on another.
 *
 * <p>Changes are received when every connection receives them.
 */
final class EventConnections {
  private static final System.Logger LOG = System.getLogger(EventConnections.class.getName());

  private final Topology topology;
  private final BiFunction<HostAndPort, String, Jedis> connector;
  private final EventNames names;
  private final HeartbeatKeys heartbeatKeys;
  private final EventHandler handler;
  private final Scheduler scheduler;

  @GuardedBy("this")
  private final Map<HostAndPort, EventConnection> open = new HashMap<>();

  @GuardedBy("this")
  private final Set<String> followed = new HashSet<>();

  @GuardedBy("this")
  private final Set<HostAndPort> notReceiving = new HashSet<>();

  @GuardedBy("this")
  private @Nullable Layout layout;

  @GuardedBy("this")
  private boolean patternsWanted;

  /**
   * @param topology knows the masters
   * @param connector opens a connection to one of them for a purpose
   * @param names what is listened to; the key of the heartbeat gets a number where it would not lie
   *     on the master that it is for
   */
  EventConnections(
      Topology topology,
      BiFunction<HostAndPort, String, Jedis> connector,
      EventNames names,
      EventHandler handler,
      Scheduler scheduler) {
    this.topology = topology;
    this.connector = connector;
    this.names = names;
    this.heartbeatKeys = new HeartbeatKeys(names.beat());
    this.handler = handler;
    this.scheduler = scheduler;
  }

  /** Begins to listen as soon as the masters are known. */
  void start() {
    scheduler.execute(this::tick);
    scheduler.every(EventBeat.TICK, this::tick);
  }

  /** To be called after the scheduler has ended. */
  void close() {
    List<EventConnection> all = connections();
    synchronized (this) {
      open.clear();
    }
    Guard.each(all, EventConnection::close);
  }

  /** Breaks the connections, which may be dead without knowing: they are made anew. */
  synchronized void interrupt() {
    Guard.each(open.values(), EventConnection::interrupt);
  }

  synchronized void follow(Collection<String> keys) {
    followed.addAll(keys);
    for (String key : keys) {
      EventConnection connection = holding(key);
      if (connection != null) {
        connection.follow(List.of(key));
      }
    }
  }

  synchronized void unfollow(Collection<String> keys) {
    keys.forEach(followed::remove);
    for (String key : keys) {
      EventConnection connection = holding(key);
      if (connection != null) {
        connection.unfollow(List.of(key));
      }
    }
  }

  synchronized void patterns(boolean wanted) {
    patternsWanted = wanted;
    Guard.each(open.values(), connection -> connection.patterns(wanted));
  }

  @GuardedBy("this")
  private @Nullable EventConnection holding(String key) {
    return layout == null ? null : open.get(layout.masterOf(key));
  }

  private void tick() {
    adapt();
    Guard.each(connections(), EventConnection::tick);
  }

  private synchronized List<EventConnection> connections() {
    return new ArrayList<>(open.values());
  }

  private void adapt() {
    try {
      Guard.each(adapt(topology.layout()), EventConnection::close);
    } catch (JedisException | RedisAwayException e) {
      LOG.log(System.Logger.Level.DEBUG, "nobody to listen to: {0}", RootCause.of(e));
    }
  }

  /**
   * Returns the connections that are of no use any more. To close one may take as long as its
   * server does not answer, for which nobody else may have to wait.
   */
  private synchronized List<EventConnection> adapt(Layout now) {
    Layout before = layout;
    if (before != null && before.equals(now)) {
      return List.of();
    }
    layout = now;
    Set<HostAndPort> gone = new HashSet<>(open.keySet());
    now.masters().stream().filter(master -> isSame(before, now, master)).forEach(gone::remove);
    List<EventConnection> left = new ArrayList<>();
    gone.forEach(master -> left.add(open.remove(master)));
    boolean wasSilent = notReceiving.removeAll(gone);
    Map<HostAndPort, EventConnection> joined = joining(now);
    if (wasSilent) { // as long as nothing is received in their place
      boolean hasWarned = left.stream().anyMatch(EventConnection::hasWarned);
      joined.values().forEach(connection -> connection.replaceSilent(hasWarned));
      notReceiving.addAll(joined.keySet());
      handler.receiving(notReceiving.isEmpty());
    }
    open.putAll(joined);
    joined.values().forEach(EventConnection::start);
    if (before != null) {
      move(before, now);
    } else {
      follow(List.copyOf(followed));
    }
    return left;
  }

  /** Whether it was a master before, and the key of its heartbeat still lies on it. */
  private boolean isSame(@Nullable Layout before, Layout now, HostAndPort master) {
    return before != null
        && before.masters().contains(master)
        && heartbeatKeys.mayLieOn(master, now)
        && heartbeatKeys.on(master, before).equals(heartbeatKeys.on(master, now));
  }

  /** Connections, not yet started, to those that are not listened to. */
  @GuardedBy("this")
  private Map<HostAndPort, EventConnection> joining(Layout now) {
    Map<HostAndPort, EventConnection> joining = new HashMap<>();
    for (HostAndPort master : now.masters()) {
      if (heartbeatKeys.mayLieOn(master, now) && !open.containsKey(master)) {
        joining.put(master, connection(now, master));
      }
    }
    return joining;
  }

  @GuardedBy("this")
  private EventConnection connection(Layout now, HostAndPort master) {
    EventConnection connection =
        new EventConnection(
            purpose -> connector.apply(master, purpose),
            names.beating(heartbeatKeys.on(master, now)),
            new OneOfThem(master),
            scheduler);
    connection.patterns(patternsWanted);
    return connection;
  }

  /** Follows each key where it is now. */
  @GuardedBy("this")
  private void move(Layout before, Layout now) {
    for (String key : followed) {
      HostAndPort old = before.masterOf(key);
      HostAndPort master = now.masterOf(key);
      EventConnection left = open.get(old);
      if (left != null && !old.equals(master)) {
        left.unfollow(List.of(key));
      }
      EventConnection connection = open.get(master);
      if (connection != null) {
        connection.follow(List.of(key));
      }
    }
    handler.missed();
  }

  private void receiving(HostAndPort master, boolean receives) {
    boolean all;
    synchronized (this) {
      if (receives) {
        notReceiving.remove(master);
      } else {
        notReceiving.add(master);
      }
      all = notReceiving.isEmpty();
    }
    handler.receiving(all);
  }

  /** What one of the connections receives is handed on; that it does is only part of it. */
  private final class OneOfThem implements EventHandler {
    private final HostAndPort master;

    OneOfThem(HostAndPort master) {
      this.master = master;
    }

    @Override
    public void followed(Collection<String> keys) {
      handler.followed(keys);
    }

    @Override
    public void matching() {
      handler.matching();
    }

    @Override
    public void changed(String key, String event) {
      handler.changed(key, event);
    }

    @Override
    public void matched(String key, String event) {
      handler.matched(key, event);
    }

    @Override
    public void requested(String session) {
      handler.requested(session);
    }

    @Override
    public void receiving(boolean receives) {
      EventConnections.this.receiving(master, receives);
    }

    @Override
    public void failed(Connection connection, Throwable failure) {
      handler.failed(connection, failure);
    }

    @Override
    public void missed() {
      handler.missed();
    }

    @Override
    public void emptied() {
      handler.emptied();
    }
  }
}
