package onlookers.redis.events;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import onlookers.redis.connect.Backoff;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RootCause;
import onlookers.runtime.CoalescedTask;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens to one master: to the changes of the keys that are {@linkplain #follow followed}, to
 * those that the patterns match while they are wanted, and to its own channel. A connection that
 * breaks is made anew, and subscribes to everything again.
 *
 * <p>Two threads. One reads, and calls the {@link EventHandler}. All that is written to the
 * connection after its first command is written by the scheduler, because Jedis' {@code
 * JedisPubSub} does not bear two writers; what gathers meanwhile leaves in one command. The
 * scheduler also makes the heartbeat, on a second connection to the same master: an event of each
 * kind on a key of this node's own, which has to arrive.
 */
final class EventConnection {
  private static final System.Logger LOG = System.getLogger(EventConnection.class.getName());
  private static final long JOIN_MILLIS = 5_000;

  private final Function<String, Jedis> connector;
  private final EventNames names;
  private final EventHandler handler;
  private final Scheduler scheduler;
  private final EventBeat beat;
  private final FollowedKeys followed = new FollowedKeys();
  private final CoalescedTask subscriptionUpdate;
  private final Backoff backoff = new Backoff();
  private final Thread thread = new Thread(this::run, "onlookers-keyspace");
  private volatile @Nullable Jedis connection;
  private volatile @Nullable KeyspaceSubscription current;
  private volatile boolean patternsWanted;
  private volatile boolean stopping;

  /**
   * @param connector opens a connection to the master for a purpose
   * @param names what is listened to
   * @param handler receives it
   * @param scheduler writes; whoever made it ends it
   */
  EventConnection(
      Function<String, Jedis> connector,
      EventNames names,
      EventHandler handler,
      Scheduler scheduler) {
    this.connector = connector;
    this.names = names;
    this.handler = handler;
    this.scheduler = scheduler;
    this.beat = new EventBeat(connector, names, handler, scheduler, this::interrupt);
    this.subscriptionUpdate = new CoalescedTask(scheduler, Duration.ZERO, this::updateNow);
    thread.setDaemon(true);
  }

  /** It takes the place of one that received nothing: see {@link EventBeat#replaceSilent}. */
  void replaceSilent(boolean hasWarned) {
    beat.replaceSilent(hasWarned);
  }

  /** Whether it was said that nothing comes, and not since that something does. */
  boolean hasWarned() {
    return beat.hasWarned();
  }

  /** Begins to listen; {@link #tick} is to be called from then on. */
  void start() {
    thread.start();
  }

  /** To be called by the scheduler, or after it has ended. */
  void close() {
    stopping = true;
    beat.close();
    interrupt();
    thread.interrupt();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks the connection, which may be dead without knowing: it is made anew. */
  void interrupt() {
    Jedis broken = connection;
    if (broken != null) {
      broken.disconnect();
    }
  }

  /** Subscribes to what happens to these keys; notifies the handler when that has begun. */
  void follow(Collection<String> keys) {
    if (followed.follow(keys)) {
      subscriptionUpdate.request();
    }
  }

  /** Unsubscribes from these keys, after a while. */
  void unfollow(Collection<String> keys) {
    followed.unfollow(keys, scheduler.nanoTime());
  }

  /** Whether to subscribe to the patterns. */
  void patterns(boolean wanted) {
    patternsWanted = wanted;
    subscriptionUpdate.request();
  }

  private void updateNow() {
    KeyspaceSubscription subscription = current;
    if (subscription != null && subscription.isOpen()) {
      try {
        subscription.update(scheduler.nanoTime(), patternsWanted);
      } catch (JedisException broken) {
        LOG.log(System.Logger.Level.DEBUG, "left to the next connection: {0}", broken);
      }
    }
  }

  /** Subscribes and unsubscribes, and sees to the heartbeat. Runs on the scheduler. */
  void tick() {
    updateNow();
    KeyspaceSubscription subscription = current;
    beat.tick(subscription != null && subscription.isOpen());
  }

  private void run() {
    while (!stopping) {
      try (Jedis jedis = connector.apply("keyspace")) {
        listen(jedis);
      } catch (JedisAccessControlException notPermitted) {
        handler.failed(RedisHealth.Connection.KEYSPACE, notPermitted);
        beat.refused(RootCause.of(notPermitted));
      } catch (JedisException | RedisAwayException | IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "not listening: {0}", RootCause.of(e));
        if (!stopping) {
          handler.failed(RedisHealth.Connection.KEYSPACE, e);
        }
      } catch (RuntimeException | Error e) { // whatever it is, the next attempt may go well
        LOG.log(System.Logger.Level.ERROR, "listening for changes failed", e);
      } finally {
        connection = null;
        current = null;
      }
      if (!stopping) {
        backoff.pause();
      }
    }
  }

  private void listen(Jedis jedis) {
    connection = jedis;
    if (stopping) { // whoever ends this may have looked for the connection before
      return;
    }
    KeyspaceSubscription subscription =
        new KeyspaceSubscription(
            names, handler, beat, followed, one -> scheduler.execute(() -> opened(one)));
    current = subscription;
    jedis.subscribe(
        subscription,
        names.channels() + names.beat(),
        names.messages().missed(),
        names.messages().requests());
  }

  /** Runs on the scheduler. */
  private void opened(KeyspaceSubscription subscription) {
    if (subscription == current) {
      backoff.reset();
      followed.restart();
      subscription.open();
      updateNow();
      beat.connected();
    }
  }
}
