package onlookers.redis.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;
import onlookers.redis.connect.Backoff;
import onlookers.redis.connect.Layout;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisConnector;
import onlookers.redis.connect.RootCause;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.RedisHealth;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections, one to each master, on which sessions are written and the counts that are pushed
 * are read, and the one thread that speaks on them. Whatever gathers in the queue while a pipeline
 * is under way leaves together as the next one (group commit, paced by {@link BatchThrottle}):
 * writes first, in their order, then one read of each post that anybody asked for.
 *
 * <p>Each second the thread renews the node's lease, which is its heartbeat as well. When Redis is
 * lost it tries once at once, and then says that Redis is away and tries again with growing pauses
 * of up to a second. What is queued when Redis is lost is {@linkplain Queued#abandon() abandoned}:
 * on its return the living sessions are written anew. A failure that nobody thought of, or a queue
 * that overflows, is treated as a loss: the thread goes on until it is closed.
 */
public final class OrderedConnection {
  private static final System.Logger LOG = System.getLogger(OrderedConnection.class.getName());
  private static final int MAX_BATCH = 512;
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final RedisConnector connector;
  private final ScriptCalls calls;
  private final Keys keys;
  private final CountsQuery query;
  private final Executor notifier;
  private final NodeMetrics nodeMetrics;
  private final ConnectionListener connectionListener;
  private final NodeLease lease;
  private final OperationQueue queue = new OperationQueue();
  private final Backoff backoff = new Backoff();
  private final Lineage lineage = new Lineage();
  private final BatchThrottle throttle = new BatchThrottle(System.nanoTime());
  private final Thread thread = new Thread(this::run, "onlookers-redis");
  private volatile boolean stopping;
  private boolean away;
  private boolean blinked = true;

  /** Not everything is written yet that had to be when Redis was reached. */
  private boolean arriving = true;

  /**
   * @param notifier the thread on which answers are given, in their order
   * @param connectionListener knows what is to be written at an arrival; called on this thread
   */
  public OrderedConnection(
      RedisConnector connector,
      ScriptCalls calls,
      Executor notifier,
      NodeMetrics nodeMetrics,
      ConnectionListener connectionListener) {
    this.connector = connector;
    this.calls = calls;
    this.keys = calls.keys();
    this.query = new CountsQuery(keys, calls);
    this.notifier = notifier;
    this.nodeMetrics = nodeMetrics;
    this.connectionListener = connectionListener;
    this.lease = new NodeLease(calls, System::nanoTime);
    thread.setDaemon(true);
  }

  /** Connects, and keeps connected until it is closed. Returns at once. */
  public void start() {
    thread.start();
  }

  /**
   * Sends what is queued, and what follows from the answers, gives up the lease and ends the
   * thread; waits for it up to 5 s.
   */
  public void close() {
    stopping = true;
    thread.interrupt(); // wakes it from the queue or a pause; the socket does not notice
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Queues the operation, or abandons it at once while Redis is away. What is submitted on the
   * ordered thread itself is what is written anew, which that thread alone can make room for.
   */
  public void submit(Queued operation) {
    if (Thread.currentThread() == thread) {
      queue.submitAnew(operation);
    } else {
      queue.submit(operation);
    }
  }

  /** Asks for counts after all that was submitted before. */
  public void read(Post post, CountsCallback reader) {
    queue.read(post, reader);
  }

  /** The same for many posts, behind those who ask for one. */
  public void readAll(Map<Post, ? extends CountsCallback> readers) {
    queue.readAll(readers);
  }

  /** Who asked for counts has gone. */
  public void forget(Map<Post, ? extends CountsCallback> readers) {
    queue.forget(readers);
  }

  private void run() {
    while (!stopping) {
      Guard.run(this::connectAndServe);
    }
    queue.close();
  }

  private void connectAndServe() {
    try (MasterConnections masters = connector.open("ordered", RedisConnector.TIMEOUT)) {
      arrive(masters);
      serve(masters);
    } catch (JedisException | RedisAwayException e) {
      lose(e);
    } catch (RuntimeException | Error e) { // whatever it is, the next attempt may go well
      LOG.log(System.Logger.Level.ERROR, "the ordered connection failed", e);
      lose(e);
    }
  }

  private void arrive(MasterConnections masters) {
    arriving = true;
    masters.openAll();
    masters.loadScripts();
    boolean isNew = renewLease(masters);
    Set<HostAndPort> unrelated = unrelatedMasters(masters, isNew);
    calls.earlierVersion().possible(EarlierVersion.isPossible(masters, keys));
    Layout layout = masters.layout();
    masters.pinMasters();
    queue.open(
        () -> // who has forgotten the lease has been emptied
        connectionListener.unconfirmed(key -> isNew || unrelated.contains(layout.masterOf(key))),
        connectionListener::departed);
    connectionListener.arrived(masters);
  }

  /**
   * The masters whose data does not continue what we wrote to. One that knows the lease may have
   * been set back, by a snapshot, but was not emptied: it lacks what it has lost, and nothing was
   * taken from it on purpose.
   */
  private Set<HostAndPort> unrelatedMasters(MasterConnections masters, boolean isNew) {
    Set<HostAndPort> unrelated = new HashSet<>(lineage.unrelatedMasters(masters));
    if (!isNew) {
      unrelated.remove(masters.layout().masterOf(keys.nodes()));
    }
    return unrelated;
  }

  /**
   * A batch went through: not only can Redis be reached, it also does its work. When it was reached
   * a moment ago, that is not known before the {@link Barrier} behind all that was to be written
   * then: what fails each time may stand behind what goes well each time.
   */
  private void settled(Batch batch) {
    connectionListener.answered();
    arriving &= !batch.hasBarrier();
    if (arriving) {
      return;
    }
    nodeMetrics.state().redisUp(true);
    backoff.reset();
    away = false;
    blinked = false;
  }

  private void serve(MasterConnections masters) {
    while (!stopping || !queue.isEmpty() || isFollowed()) {
      exchange(masters, nextBatch());
      if (queue.hasOverflowed()) {
        nodeMetrics.increment(Counter.REDIS_QUEUE_OVERFLOWS);
        throw new RedisAwayException(
            "it does not keep up: " + OperationQueue.MAX_WRITES + " changes wait for it");
      }
      if (lease.nanosToRenewal() <= 0) {
        beat(masters);
      }
    }
    exchange(masters, new Batch(List.copyOf(connectionListener.gathered()), List.of()));
    lease.giveUp(masters);
  }

  /**
   * Whether those who were answered last have something more to write, such as that a session ends
   * which was resumed for a socket that has gone: nobody else would end it.
   */
  private boolean isFollowed() {
    CountDownLatch notified = new CountDownLatch(1);
    notifier.execute(notified::countDown);
    boolean isWoken;
    do {
      isWoken = isWokenFrom(notified);
    } while (isWoken); // by whoever ends this, once
    return !queue.isEmpty();
  }

  private static boolean isWokenFrom(CountDownLatch notified) {
    try {
      if (!notified.await(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.DEBUG, "the last answers are not taken in");
      }
      return false;
    } catch (InterruptedException woken) {
      return true;
    }
  }

  private Batch nextBatch() {
    try {
      long wait = stopping ? 0 : Math.max(0, lease.nanosToRenewal());
      if (queue.await(Duration.ofNanos(wait))) {
        gather();
      }
    } catch (InterruptedException woken) {
      LOG.log(System.Logger.Level.DEBUG, "woken to end");
    }
    return queue.take(MAX_BATCH);
  }

  /** When there is much to do, more of it may come and share the round trip. */
  private void gather() throws InterruptedException {
    long wait = throttle.next(System.nanoTime());
    if (wait > 0 && !stopping) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private void exchange(MasterConnections masters, Batch batch) {
    if (batch.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    boolean exchanged = false;
    try {
      throttle.further(batch.exchange(masters, query));
      exchanged = true;
    } finally {
      if (!exchanged) {
        batch.abandon();
      }
    }
    measure(start);
    List<Runnable> notifications = new ArrayList<>();
    try {
      batch.receive(notifications);
      settled(batch);
    } finally {
      notifier.execute(() -> Guard.each(notifications, Runnable::run));
    }
  }

  private void measure(long start) {
    long nanos = System.nanoTime() - start;
    nodeMetrics.set(Gauge.REDIS_ROUND_TRIP_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos));
    nodeMetrics.roundTrips().record(nanos);
    nodeMetrics.increment(Counter.REDIS_ROUND_TRIPS);
  }

  private void beat(MasterConnections masters) {
    masters.checkRoles();
    masters.follow(connector.topology().layout()); // keys may have moved among the masters
    if (renewLease(masters)) {
      EarlierVersion.emptied(masters, keys);
      connectionListener.forgotten();
    }
    connectionListener.gathered().forEach(queue::submit);
  }

  /** Renews this node's lease; returns whether it was new. */
  private boolean renewLease(MasterConnections masters) {
    long start = System.nanoTime();
    boolean isNew = lease.renew(masters);
    connectionListener.answered();
    measure(start);
    return isNew;
  }

  private void lose(Throwable cause) {
    queue.close();
    nodeMetrics.state().redisUp(false);
    nodeMetrics.redis().failed(RedisHealth.Connection.ORDERED, RootCause.of(cause));
    if (!blinked) { // else the others have been broken already, and find nobody either
      Guard.run(connectionListener::disrupted);
    }
    boolean isLost = blinked || Backoff.isTimeout(cause);
    blinked = true;
    if (isLost && !away) {
      away = true;
      Guard.run(() -> connectionListener.lost(cause));
    }
    if (isLost && !stopping) {
      backoff.pause();
    }
  }
}
