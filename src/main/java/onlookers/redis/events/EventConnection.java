package onlookers.redis.events;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import onlookers.redis.connect.Backoff;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RootCause;
import onlookers.runtime.Guard;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
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

  /** The most channels that one command names, some tens of kilobytes. */
  private static final int BATCH = 500;

  private final Function<String, Jedis> connector;
  private final EventNames names;
  private final EventHandler handler;
  private final Scheduler scheduler;
  private final EventBeat beat;
  private final FollowedKeys followed = new FollowedKeys();
  private final AtomicBoolean isUpdateDue = new AtomicBoolean();
  private final Backoff backoff = new Backoff();
  private final Thread thread = new Thread(this::run, "onlookers-keyspace");
  private volatile @Nullable Jedis connection;
  private volatile @Nullable Subscription current;
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
    thread.setDaemon(true);
  }

  /** It takes the place of one that received nothing: see {@link EventBeat#succeedSilent}. */
  void succeedSilent(boolean said) {
    beat.succeedSilent(said);
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
      update();
    }
  }

  /** Unsubscribes from these keys, after a while. */
  void unfollow(Collection<String> keys) {
    followed.unfollow(keys, scheduler.nanoTime());
  }

  /** Whether to subscribe to the patterns. */
  void patterns(boolean wanted) {
    patternsWanted = wanted;
    update();
  }

  private void update() {
    if (isUpdateDue.compareAndSet(false, true)) {
      scheduler.execute(this::updateNow);
    }
  }

  private void updateNow() {
    isUpdateDue.set(false);
    Subscription subscription = current;
    if (subscription != null && subscription.isOpen) {
      try {
        subscription.update();
      } catch (JedisException broken) {
        LOG.log(System.Logger.Level.DEBUG, "left to the next connection: {0}", broken);
      }
    }
  }

  /** Subscribes and unsubscribes, and sees to the heartbeat. Runs on the scheduler. */
  void tick() {
    updateNow();
    Subscription subscription = current;
    beat.tick(subscription != null && subscription.isOpen);
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
    Subscription subscription = new Subscription();
    current = subscription;
    jedis.subscribe(
        subscription,
        names.channels() + names.beat(),
        names.messages().missed(),
        names.messages().requests());
  }

  /** Runs on the scheduler. */
  private void opened(Subscription subscription) {
    if (subscription == current) {
      backoff.reset();
      followed.restart();
      subscription.isOpen = true;
      updateNow();
      beat.connected();
    }
  }

  /** One connection's life. Its methods that write are called by the scheduler only. */
  private final class Subscription extends JedisPubSub {
    /** What was asked for and is not confirmed yet, in order. */
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    private volatile boolean isOpen;
    private boolean hasPatterns;

    void update() {
      for (List<String> keys = take(); !keys.isEmpty(); keys = take()) {
        asked.add(new Asked(keys));
        subscribe(channels(keys));
      }
      List<String> old = followed.takeOld(scheduler.nanoTime(), BATCH);
      while (!old.isEmpty()) {
        unsubscribe(channels(old));
        old = followed.takeSurplus(BATCH); // what is merely old can wait for the next time
      }
      updatePatterns();
    }

    private List<String> take() {
      return followed.takeNew(BATCH);
    }

    private void updatePatterns() {
      boolean wanted = patternsWanted;
      if (wanted != hasPatterns) {
        hasPatterns = wanted;
        String[] patterns = names.patterns().toArray(String[]::new);
        if (wanted) {
          psubscribe(patterns);
        } else {
          punsubscribe(patterns);
        }
      }
    }

    private String[] channels(List<String> keys) {
      return keys.stream().map(key -> names.channels() + key).toArray(String[]::new);
    }

    @Override
    public void onSubscribe(String channel, int count) {
      if (channel.equals(names.messages().requests())) {
        scheduler.execute(() -> opened(this));
      } else if (!channel.equals(names.channels() + names.beat())
          && !channel.equals(names.messages().missed())) {
        confirmed();
      }
    }

    private void confirmed() {
      Asked first = asked.element();
      if (first.isLast()) {
        asked.remove();
        Guard.run(() -> handler.followed(first.keys));
      }
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
      if (pattern.equals(names.patterns().get(names.patterns().size() - 1))) {
        Guard.run(handler::matching);
      }
    }

    /** A change that cannot be dealt with costs none of those that follow it. */
    @Override
    public void onMessage(String channel, String event) {
      Guard.run(() -> received(channel, event));
    }

    @Override
    public void onPMessage(String pattern, String channel, String event) {
      Guard.run(() -> handler.matched(key(channel), event));
    }

    private void received(String channel, String event) {
      if (channel.equals(names.messages().requests())) {
        handler.requested(event);
        return;
      }
      if (channel.equals(names.messages().missed())) {
        beat.missed(event);
        return;
      }
      String key = key(channel);
      if (key.equals(names.beat())) {
        beat.received(event);
      } else {
        handler.changed(key, event);
      }
    }

    private String key(String channel) {
      return channel.substring(names.channels().length());
    }
  }

  /** The keys that one command has asked for. Read by the listening thread alone. */
  private static final class Asked {
    private final List<String> keys;
    private int open;

    Asked(List<String> keys) {
      this.keys = keys;
      this.open = keys.size();
    }

    /** One more is confirmed; returns whether all are. */
    boolean isLast() {
      return --open == 0;
    }
  }
}
