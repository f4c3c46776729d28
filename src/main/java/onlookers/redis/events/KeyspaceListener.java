package onlookers.redis.events;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import onlookers.presence.Post;
import onlookers.presence.RepositoryListener;
import onlookers.presence.SessionEvents;
import onlookers.redis.Keys;
import onlookers.redis.connect.RedisConnector;
import onlookers.redis.connect.RootCause;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.RedisHealth.Connection;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;

/**
 * Hears what changes in Redis, whoever changed it: of the posts that somebody here listens to, by
 * the exact channels of their keys; on the node that collects, also the ends of all sessions and
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
  private volatile @Nullable RepositoryListener repositoryListener;
  private volatile @Nullable SessionEvents collector;
  private volatile @Nullable LossHandler losses;

  /** Hears that Redis may have lost sessions of this node. */
  public interface LossHandler {
    /** The {@code viewers:} set of the post was removed. */
    void setRemoved(Post post);

    /** Somebody saw that the session was removed. */
    void sessionRemoved(String session);

    /** Redis was emptied, or has gone back in time. */
    void everythingRemoved();
  }

  public KeyspaceListener(RedisConnector connector, Keys keys, String owner) {
    this.keys = keys;
    String channels = "__keyspace@" + connector.database() + "__:";
    EventConnection.Names names =
        new EventConnection.Names(
            channels,
            keys.probe(owner),
            keys.rewrite(owner),
            List.of(pattern(channels, keys.allViewers()), pattern(channels, keys.allSessions())));
    this.connections = new EventConnections(connector, names, new Events(), scheduler);
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
   * @param hears is told of each post that changed
   * @param mends writes again what was removed of this node's sessions
   */
  public void start(RepositoryListener hears, LossHandler mends) {
    repositoryListener = hears;
    losses = mends;
    connections.start();
  }

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

  /** The post's changes are to be heard from now on. Returns at once. */
  public void follow(Post post) {
    connections.follow(keysOf(post));
  }

  /** The post's changes need not be heard any more. Returns at once. */
  public void unfollow(Post post) {
    connections.unfollow(keysOf(post));
  }

  private List<String> keysOf(Post post) {
    return List.of(keys.viewers(post), keys.views(post));
  }

  /**
   * From now on tells the collector of this node about ends of sessions; {@code null} to stop it.
   */
  public void collector(@Nullable SessionEvents hears) {
    collector = hears;
    connections.patterns(hears != null);
  }

  /** Does with it what is to be done, if there is anybody yet. */
  private static <T> void tell(@Nullable T whom, Consumer<T> what) {
    if (whom != null) {
      what.accept(whom);
    }
  }

  private final class Events implements EventHandler {
    @Override
    public void followed(Collection<String> followed) {
      tell(
          repositoryListener,
          hears ->
              followed.stream()
                  .map(keys::post)
                  .filter(Objects::nonNull)
                  .distinct()
                  .forEach(hears::changed));
    }

    @Override
    public void matching() {
      tell(collector, SessionEvents::listening);
    }

    @Override
    public void changed(String key, String event) {
      Post post = keys.post(key);
      if (post == null) {
        return;
      }
      tell(repositoryListener, hears -> hears.changed(post));
      if (ENDS.contains(event) && keys.postOfViewers(key) != null) {
        tell(losses, mends -> mends.setRemoved(post));
      }
    }

    @Override
    public void matched(String key, String event) {
      Post post = keys.postOfViewers(key);
      if (post != null) {
        tell(collector, collects -> collects.viewersChanged(post));
        return;
      }
      String session = ENDS.contains(event) ? keys.sessionOf(key) : null;
      if (session != null) {
        tell(collector, collects -> collects.sessionEnded(session));
      }
    }

    @Override
    public void requested(String session) {
      tell(losses, mends -> mends.sessionRemoved(session));
    }

    @Override
    public void hearing(boolean hearing) {
      health.notified(hearing);
      tell(repositoryListener, hears -> hears.announced(hearing));
    }

    @Override
    public void failed(Connection connection, Throwable failure) {
      health.failed(connection, RootCause.of(failure));
    }

    @Override
    public void missed() {
      tell(repositoryListener, RepositoryListener::changedAll);
      matching();
    }

    @Override
    public void emptied() {
      tell(losses, LossHandler::everythingRemoved);
      missed();
    }
  }
}
