package onlookers.redis.events;

import java.time.Duration;
import java.util.function.Function;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RootCause;
import onlookers.runtime.Guard;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Makes the heartbeat of {@link EventHeartbeat}, and does what is to be done when it does not
 * arrive: says so, sets the flags again, and has the subscription made anew. The key that it leaves
 * behind each time also shows when Redis was emptied, which no event does.
 *
 * <p>All but {@link #received}, {@link #missed} and {@link #refused} runs on the scheduler.
 */
final class EventBeat {
  /** How often to look; each look costs next to nothing. */
  static final Duration TICK = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger(EventBeat.class.getName());

  /** How often to listen on a new connection while nothing arrives. */
  private static final Duration OFTEN = Duration.ofSeconds(10);

  /** The same where flags may not be set, and a new connection is hardly the remedy. */
  private static final Duration SELDOM = Duration.ofMinutes(1);

  private static final Duration DOUBT = Duration.ofSeconds(1);

  /** How long the key outlives the beat that wrote it. */
  private static final Duration KEY_LIVES = Duration.ofSeconds(15);

  /** For so long after a beat its key must be there still. */
  private static final Duration KEY_IS_SURE = KEY_LIVES.minusSeconds(3);

  private final Function<String, Jedis> connector;
  private final String key;
  private final String missed;
  private final EventHandler handler;
  private final Scheduler time;
  private final Runnable reconnect;
  private final EventHeartbeat heartbeat;
  private @Nullable Jedis jedis;
  private @Nullable Long keptNanos;
  private KeyspaceFlags.State flags = KeyspaceFlags.State.PRESENT;
  private boolean warned;
  private boolean closed;

  EventBeat(
      Function<String, Jedis> connector,
      EventNames names,
      EventHandler handler,
      Scheduler time,
      Runnable reconnect) {
    this.connector = connector;
    this.key = names.beat();
    this.missed = names.messages().missed();
    this.handler = handler;
    this.time = time;
    this.reconnect = reconnect;
    this.heartbeat = new EventHeartbeat(time.nanoTime());
  }

  /**
   * It takes the place of one that received nothing: as long as this one has not, nothing comes,
   * and that it does is news. To be called before anything is listened to.
   *
   * @param hasWarned whether that one has logged that nothing comes
   */
  void replaceSilent(boolean hasWarned) {
    heartbeat.silent();
    warned = hasWarned;
  }

  /** Whether it was said that nothing comes, and not since that something does. */
  boolean hasWarned() {
    return warned;
  }

  /** The listening connection is new: whether it receives events is not known. */
  void connected() {
    heartbeat.dueNow(time.nanoTime());
    tick(true);
  }

  void tick(boolean listening) {
    if (listening && heartbeat.isDue(time.nanoTime())) {
      beat();
    }
    if (heartbeat.checkSilent(time.nanoTime(), maxWait())) {
      handler.receiving(false);
      warn(jedis != null, "none of this node's own events came back"); // else Redis itself is away
    }
    warn(
        heartbeat.isOverdue(time.nanoTime(), maxWait()), "events were made, and did not come back");
    if (heartbeat.mustReconnect(time.nanoTime(), isForbidden() ? SELDOM : OFTEN)) {
      disconnect();
      reconnect.run();
    }
  }

  private boolean isForbidden() {
    return flags == KeyspaceFlags.State.FORBIDDEN;
  }

  /** Where flags may not be set it is likely that none are. */
  private Duration maxWait() {
    return isForbidden() ? DOUBT : EventHeartbeat.MAX_WAIT;
  }

  private void beat() {
    try {
      Jedis connected = connected(jedis);
      ensureFlags(connected);
      heartbeat.making(time.nanoTime()); // before: they may be received at once
      make(connected);
    } catch (JedisException | RedisAwayException | IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "no heartbeat: {0}", RootCause.of(e));
      handler.failed(RedisHealth.Connection.HEARTBEAT, e);
      disconnect();
      heartbeat.failed(time.nanoTime());
    }
  }

  private Jedis connected(@Nullable Jedis known) {
    if (known != null) {
      return known;
    }
    Jedis fresh = connector.apply("heartbeat");
    jedis = fresh;
    flags = KeyspaceFlags.State.PRESENT;
    return fresh;
  }

  /**
   * Looks at each beat, because another program may have overwritten them. Other nodes, whose next
   * beat may find them set again, are notified.
   */
  private void ensureFlags(Jedis connected) {
    if (!isForbidden()) {
      flags = KeyspaceFlags.ensure(connected);
      if (flags == KeyspaceFlags.State.ADDED) {
        handler.missed();
        notifyOthers(connected);
      }
    }
  }

  private void notifyOthers(Jedis connected) {
    try {
      connected.publish(missed, key);
    } catch (JedisDataException notPermitted) {
      LOG.log(System.Logger.Level.DEBUG, "other nodes are not notified: {0}", notPermitted);
    }
  }

  private void make(Jedis connected) {
    Pipeline pipeline = connected.pipelined();
    Response<Long> kept = pipeline.del(key);
    Response<Long> added = pipeline.sadd(key, "");
    pipeline.del(key);
    Response<String> set = pipeline.set(key, "", SetParams.setParams().ex(KEY_LIVES.toSeconds()));
    pipeline.sync();
    added.get();
    set.get();
    if (kept.get() == 0 && mustBeKept()) {
      handler.emptied();
    }
    keptNanos = time.nanoTime();
  }

  private boolean mustBeKept() {
    Long kept = keptNanos;
    return kept != null && time.nanoTime() - kept < KEY_IS_SURE.toNanos();
  }

  /** An event on the key was received. Runs on the listening thread. */
  void received(String event) {
    if (heartbeat.received(event, time.nanoTime())) {
      report(this::receivedAgain);
    }
  }

  /** A node has found that events were not announced. Runs on the listening thread. */
  void missed(String finder) {
    if (!finder.equals(key)) {
      handler.missed();
    }
  }

  /** Redis does not let us listen. Runs on the listening thread. */
  void refused(String why) {
    if (heartbeat.silent()) {
      report(() -> notReceiving(why));
    }
  }

  /** What is found out after the end concerns a server that nobody listens to any more. */
  private void report(Runnable news) {
    time.execute(
        () -> {
          if (!closed) {
            news.run();
          }
        });
  }

  private void notReceiving(String why) {
    handler.receiving(false);
    warn(true, why);
  }

  private void receivedAgain() {
    if (warned) {
      warned = false;
      LOG.log(System.Logger.Level.INFO, "Redis' notifications come again");
    }
    handler.receiving(true);
    handler.missed();
  }

  /** Warns once, until they are received again. */
  private void warn(boolean really, String why) {
    if (warned || !really) {
      return;
    }
    warned = true;
    if (isForbidden()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis does not announce changes, and its setting {0} may not be changed from here: set it to at"
              + " least {1}. Until then posts are read every second",
          KeyspaceFlags.SETTING,
          KeyspaceFlags.added(""));
    } else {
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis'' notifications do not come ({0}): until they do, posts are read every second",
          why);
    }
  }

  private void disconnect() {
    Jedis broken = jedis;
    jedis = null;
    if (broken != null) {
      Guard.run(broken::close);
    }
  }

  /** To be called by the scheduler, or after it has ended. */
  void close() {
    closed = true;
    disconnect();
  }
}
