package onlookers.redis;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import onlookers.presence.EndOfSessions;
import onlookers.presence.Post;
import onlookers.presence.Tidings;
import onlookers.runtime.Guard;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Hears what changes in Redis, whoever changed it: every node hears {@code viewers:} and {@code
 * views:}, the collector also {@code session:}. The flags that this needs are added at every
 * connection, because a restarted Redis forgets them; where that is not permitted, a probe tells
 * whether somebody else has set them.
 */
final class KeyspaceListener {
  private static final System.Logger LOG = System.getLogger(KeyspaceListener.class.getName());
  private static final long JOIN_MILLIS = 5_000;
  private static final long PROBE_MILLIS = 1_000;

  /**
   * One event of each kind that can be had without waiting: of a string, of a set, and a generic
   * one.
   */
  private static final Set<String> PROBED = Set.of("set", "sadd", "del");

  private final RedisConnector connector;
  private final Keys keys;
  private final String owner;
  private final String channels;
  private final Backoff backoff = new Backoff();
  private final SchedulerThread prober = new SchedulerThread("onlookers-probe");
  private final Thread thread = new Thread(this::run, "onlookers-keyspace");
  private volatile @Nullable Tidings tidings;
  private volatile @Nullable EndOfSessions collector;
  private volatile @Nullable Jedis connection;
  private volatile @Nullable Subscription subscription;
  private volatile boolean stopping;
  private boolean warned;

  KeyspaceListener(RedisConnector connector, Keys keys, String owner) {
    this.connector = connector;
    this.keys = keys;
    this.owner = owner;
    this.channels = "__keyspace@" + connector.database() + "__:";
    thread.setDaemon(true);
  }

  void start(Tidings hears) {
    tidings = hears;
    thread.start();
  }

  void close() {
    stopping = true;
    prober.close();
    interrupt();
    thread.interrupt();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Breaks the connection, because the ordered one says that Redis is lost: a silent one would
   * never say so.
   */
  void interrupt() {
    Jedis current = connection;
    if (current != null) {
      current.disconnect();
    }
  }

  /**
   * From now on tells the collector of this node about ends of sessions; {@code null} to stop it.
   */
  void collector(@Nullable EndOfSessions hears) {
    boolean before = collector != null;
    collector = hears;
    Subscription current = subscription;
    if (current != null && before != (hears != null)) {
      current.sessions(hears != null);
    }
  }

  private void run() {
    while (!stopping) {
      try (Jedis jedis = connector.connect("keyspace")) {
        listen(jedis);
      } catch (JedisException | IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "not listening: {0}", Reason.of(e));
      } catch (RuntimeException | Error e) { // whatever it is, the next attempt may go well
        LOG.log(System.Logger.Level.ERROR, "listening for changes failed", e);
      } finally {
        connection = null;
        subscription = null;
      }
      if (!stopping) {
        backoff.pause();
      }
    }
  }

  private void listen(Jedis jedis) {
    connection = jedis;
    boolean set = KeyspaceFlags.ensure(jedis);
    Subscription current = new Subscription(set);
    subscription = current;
    try {
      jedis.psubscribe(current, pattern(keys.allViewers()), pattern(keys.allViews()), probe());
    } catch (JedisDataException notPermitted) {
      announced(false, "SUBSCRIBE is not permitted");
      throw notPermitted;
    }
  }

  private String pattern(String start) {
    return channels + Glob.escape(start) + "*";
  }

  private String probe() {
    return channels + Glob.escape(keys.probe(owner));
  }

  private void subscribed(boolean flagsAreSet) {
    backoff.reset();
    if (flagsAreSet) {
      announced(true, "");
    } else {
      prober.execute(this::probeFlags);
    }
  }

  private void announced(boolean announced, String why) {
    Tidings hears = tidings;
    if (hears == null) {
      return;
    }
    hears.announced(announced);
    hears.changedAll();
    if (!announced && !warned) {
      warned = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis does not announce changes, and its setting {0} may not be changed from here: set it to"
              + " at least {1}. Until then posts are read every second. {2}",
          KeyspaceFlags.SETTING,
          KeyspaceFlags.added(""),
          why);
    }
  }

  /** Makes events of three kinds and looks whether they are heard. */
  private void probeFlags() {
    Subscription current = subscription;
    if (current == null) {
      return;
    }
    String key = keys.probe(owner);
    try (Jedis jedis = connector.connect("probe")) {
      jedis.set(key, "", SetParams.setParams().ex(5));
      jedis.del(key);
      jedis.sadd(key, owner);
      jedis.del(key);
      announced(current.probed.await(PROBE_MILLIS, TimeUnit.MILLISECONDS), "No event was heard.");
    } catch (JedisException e) {
      announced(false, Reason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Subscription extends JedisPubSub {
    private final boolean flagsAreSet;
    private final Set<String> unheard = new HashSet<>(PROBED);
    private final CountDownLatch probed = new CountDownLatch(PROBED.size());
    private boolean complete;

    Subscription(boolean flagsAreSet) {
      this.flagsAreSet = flagsAreSet;
    }

    void sessions(boolean wanted) {
      try {
        if (wanted) {
          psubscribe(pattern(keys.allSessions()));
        } else {
          punsubscribe(pattern(keys.allSessions()));
        }
      } catch (JedisException notConnected) {
        LOG.log(System.Logger.Level.DEBUG, "the next subscription will have it");
      }
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
      Guard.run(() -> subscribed(pattern));
    }

    private void subscribed(String pattern) {
      if (!complete && pattern.equals(probe())) {
        complete = true;
        if (collector != null) {
          sessions(true);
        }
        KeyspaceListener.this.subscribed(flagsAreSet);
      }
    }

    /** A change that cannot be dealt with costs none of those that follow it. */
    @Override
    public void onPMessage(String pattern, String channel, String event) {
      Guard.run(() -> heard(channel, event));
    }

    private void heard(String channel, String event) {
      String key = channel.substring(channels.length());
      Post post = keys.post(key);
      if (post != null) {
        changed(key, post);
      } else if (key.equals(keys.probe(owner))) {
        if (unheard.remove(event)) {
          probed.countDown();
        }
      } else if (event.equals("expired") || event.equals("del")) {
        ended(key);
      }
    }

    private void changed(String key, Post post) {
      Tidings hears = tidings;
      if (hears != null) {
        hears.changed(post);
      }
      EndOfSessions collects = collector;
      if (collects != null && keys.postOfViewers(key) != null) {
        collects.viewersChanged(post);
      }
    }

    private void ended(String key) {
      EndOfSessions collects = collector;
      String session = keys.sessionOf(key);
      if (collects != null && session != null) {
        collects.sessionEnded(session);
      }
    }
  }
}
