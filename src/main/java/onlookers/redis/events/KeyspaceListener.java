package onlookers.redis.events;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import onlookers.presence.CountsListener;
import onlookers.presence.Post;
import onlookers.presence.SessionEvents;
import onlookers.redis.connect.RedisConnector;
import onlookers.redis.connect.RootCause;
import onlookers.redis.schema.Glob;
import onlookers.redis.schema.Keys;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.RedisHealth.Connection;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * Receives what changes in Redis, whoever changed it: of the posts that somebody here listens to,
 * by the exact channels of their keys; on the node that collects, also the ends of all sessions and
 * the changes of all {@code viewers:} sets, by pattern.
 */
public final class KeyspaceListener {
  /** What takes a key away. */
  private static final Set<String> ENDS =
      Set.of("del", "expired", "evicted", "rename_from", "move_from");

  private final Keys keys;
  private final SchedulerThread scheduler = new SchedulerThread("onlookers-events");
  private final EventConnections connections;
  private volatile RedisHealth health = new RedisHealth(System::nanoTime);
  private volatile @Nullable CountsListener countsListener;
  private volatile @Nullable SessionEvents collector;
  private volatile @Nullable LossHandler losses;

  /** Is notified that Redis may have lost sessions of this node. */
  public interface LossHandler {
    /** The {@code viewers:} set of the post was removed. */
    void setRemoved(Post post);

    /** Somebody saw that the session was removed. */
    void sessionRemoved(String session);

    /** Redis was emptied, or has gone back in time. */
    void everythingRemoved();
  }

  /**
   * @param owner this node, whose heartbeat and requests are received
   */
  public KeyspaceListener(RedisConnector connector, Keys keys, String owner) {
    this.keys = keys;
    String channels = "__keyspace@" + connector.database() + "__:";
    EventNames names =
        new EventNames(
            channels,
            keys.probe(owner),
            new EventNames.Messages(keys.rewrite(owner), keys.missed()),
            List.of(pattern(channels, keys.allViewers()), pattern(channels, keys.allSessions())));
    this.connections =
        new EventConnections(
            connector.topology(),
            (master, purpose) ->
                new Jedis(connector.connect(master, purpose, RedisConnector.TIMEOUT)),
            names,
            new Events(),
            scheduler);
  }

  private static String pattern(String channels, String start) {
    return channels + Glob.escape(start) + "*";
  }

  /** From now on reports whether notifications come, and what fails. */
  public void report(RedisHealth reported) {
    health = reported;
  }

  /**
   * Starts its threads and connects; notifications follow as soon as Redis has been reached.
   *
   * @param listener is notified of each post that changed
   * @param handler writes again what was removed of this node's sessions
   */
  public void start(CountsListener listener, LossHandler handler) {
    countsListener = listener;
    losses = handler;
    connections.start();
  }

  /** Ends its threads and connections; waits up to 5 s for each. */
  public void close() {
    scheduler.close();
    connections.close();
  }

  /**
   * Breaks the connection, because the ordered one says that Redis is lost: a silent one would
   * never say so.
   */
  public void interrupt() {
    connections.interrupt();
  }

  /** The post's changes are reported from now on. Returns at once. */
  public void follow(Post post) {
    connections.follow(keysOf(post));
  }

  /** The post's changes need not be reported any more. Returns at once. */
  public void unfollow(Post post) {
    connections.unfollow(keysOf(post));
  }

  private List<String> keysOf(Post post) {
    return List.of(keys.viewers(post), keys.views(post));
  }

  /**
   * From now on reports ends of sessions to the collector of this node; {@code null} to stop it.
   */
  public void collector(@Nullable SessionEvents events) {
    collector = events;
    connections.patterns(events != null);
  }

  /** Calls the listener, if there is one yet. */
  private static <T> void call(@Nullable T listener, Consumer<T> call) {
    if (listener != null) {
      call.accept(listener);
    }
  }

  private final class Events implements EventHandler {
    @Override
    public void followed(Collection<String> followed) {
      call(
          countsListener,
          listener ->
              followed.stream()
                  .map(keys::post)
                  .filter(Objects::nonNull)
                  .distinct()
                  .forEach(listener::changed));
    }

    @Override
    public void matching() {
      call(collector, SessionEvents::listening);
    }

    @Override
    public void changed(String key, String event) {
      Post post = keys.post(key);
      if (post == null) {
        return;
      }
      call(countsListener, listener -> listener.changed(post));
      if (ENDS.contains(event) && keys.postOfViewers(key) != null) {
        call(losses, handler -> handler.setRemoved(post));
      }
    }

    @Override
    public void matched(String key, String event) {
      Post post = keys.postOfViewers(key);
      if (post != null) {
        call(collector, events -> events.viewersChanged(post));
        return;
      }
      String session = ENDS.contains(event) ? keys.sessionOf(key) : null;
      if (session != null) {
        call(collector, events -> events.sessionEnded(session));
      }
    }

    @Override
    public void requested(String session) {
      call(losses, handler -> handler.sessionRemoved(session));
    }

    @Override
    public void receiving(boolean receiving) {
      health.notified(receiving);
      call(countsListener, listener -> listener.announced(receiving));
    }

    @Override
    public void failed(Connection connection, Throwable failure) {
      health.failed(connection, RootCause.of(failure));
    }

    @Override
    public void missed() {
      call(countsListener, CountsListener::changedAll);
      matching();
    }

    @Override
    public void emptied() {
      call(losses, LossHandler::everythingRemoved);
      missed();
    }
  }
}
