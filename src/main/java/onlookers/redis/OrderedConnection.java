package onlookers.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import onlookers.presence.CountsCallback;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Instruments.Gauge;
import onlookers.presence.Post;
import onlookers.runtime.Guard;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The one connection on which sessions are written and the counts that are pushed are read, and the
 * one thread that speaks on it. Whatever gathers in the queue while a pipeline is under way leaves
 * together as the next one (group commit, paced by {@link BatchPace}): writes first, in their
 * order, then one read of each post that anybody asked for.
 *
 * <p>Each second the thread renews the node's lease, which is its heartbeat as well. When Redis is
 * lost it tries once at once, and then says that Redis is away and tries again with growing pauses
 * of up to a second. What is queued when Redis is lost is {@linkplain Queued#abandon() abandoned}:
 * on its return the living sessions are written anew. A failure that nobody thought of, or a queue
 * that overflows, is treated as a loss: the thread goes on until it is closed.
 */
final class OrderedConnection {
  /** What the owner of this connection does about its fate. All run on the ordered thread. */
  interface Fate {
    /**
     * Connected, and the lease is written: what is to be done before anything else.
     *
     * @param lastWritten the number of the last view of ours that Redis has, 0 if it knows of none
     */
    List<? extends Queued> owed(long lastWritten);

    /** {@link #submit} is open again. */
    void arrived(Jedis jedis);

    /** Lost, and not back at once. */
    void lost(Throwable cause);
  }

  private static final System.Logger LOG = System.getLogger(OrderedConnection.class.getName());
  private static final int MAX_BATCH = 512;
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final RedisConnector connector;
  private final ScriptCalls calls;
  private final CountsQuery query;
  private final Executor teller;
  private final Instruments instruments;
  private final Fate fate;
  private final long heartbeatNanos;
  private final OperationQueue queue = new OperationQueue();
  private final Backoff backoff = new Backoff();
  private final BatchPace pace = new BatchPace(System.nanoTime());
  private final Thread thread = new Thread(this::run, "onlookers-redis");
  private volatile boolean stopping;
  private boolean away;
  private boolean blinked = true;
  private long heartbeatAt;

  OrderedConnection(
      RedisConnector connector,
      ScriptCalls calls,
      CountsQuery query,
      Executor teller,
      Instruments instruments,
      Duration lease,
      Fate fate) {
    this.connector = connector;
    this.calls = calls;
    this.query = query;
    this.teller = teller;
    this.instruments = instruments;
    this.fate = fate;
    this.heartbeatNanos = Math.min(HEARTBEAT.toNanos(), lease.toNanos() / 3);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Sends what is queued, says goodbye and ends the thread; waits for it up to 5 s. */
  void close() {
    stopping = true;
    thread.interrupt(); // wakes it from the queue or a pause; the socket does not notice
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Queues the operation, or abandons it at once while Redis is away. */
  void submit(Queued operation) {
    queue.submit(operation);
  }

  /** Asks for counts after all that was submitted before. */
  void read(Post post, CountsCallback reader) {
    queue.read(post, reader);
  }

  /** The same for many posts, behind those who ask for one. */
  void readAll(Map<Post, ? extends CountsCallback> readers) {
    queue.readAll(readers);
  }

  /** Who asked for counts has gone. */
  void forget(Map<Post, ? extends CountsCallback> readers) {
    queue.forget(readers);
  }

  private void run() {
    while (!stopping) {
      Guard.run(this::connectAndServe);
    }
    queue.close();
  }

  private void connectAndServe() {
    try (Jedis jedis = connector.connect("ordered")) {
      arrive(jedis);
      serve(jedis);
    } catch (JedisException | RedisAwayException e) {
      lose(e);
    } catch (RuntimeException | Error e) { // whatever it is, the next attempt may go well
      LOG.log(System.Logger.Level.ERROR, "the ordered connection failed", e);
      lose(e);
    }
  }

  private void arrive(Jedis jedis) {
    Script.loadAll(jedis.pipelined());
    beat(jedis);
    long lastWritten = calls.lastWritten(jedis);
    queue.open(() -> fate.owed(lastWritten));
    fate.arrived(jedis);
  }

  /** A batch went through: not only can Redis be reached, it also does its work. */
  private void settled() {
    instruments.redisUp(true);
    backoff.reset();
    away = false;
    blinked = false;
  }

  private void serve(Jedis jedis) {
    while (!stopping || !queue.isEmpty()) {
      exchange(jedis, nextBatch());
      if (queue.hasOverflowed()) {
        instruments.increment(Counter.REDIS_QUEUE_OVERFLOWS);
        throw new RedisAwayException(
            "it does not keep up: " + OperationQueue.MAX_WRITES + " changes wait for it");
      }
      if (System.nanoTime() - heartbeatAt >= 0) {
        beat(jedis);
      }
    }
    farewell(jedis);
  }

  private Batch nextBatch() {
    try {
      long wait = stopping ? 0 : Math.max(0, heartbeatAt - System.nanoTime());
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
    long wait = pace.next(System.nanoTime());
    if (wait > 0 && !stopping) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private void exchange(Jedis jedis, Batch batch) {
    if (batch.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    boolean exchanged = false;
    try {
      batch.exchange(jedis, query);
      exchanged = true;
    } finally {
      if (!exchanged) {
        batch.abandon();
      }
    }
    measure(start);
    List<Runnable> tidings = new ArrayList<>();
    try {
      batch.receive(tidings);
      settled();
    } finally {
      teller.execute(() -> Guard.each(tidings, Runnable::run));
    }
  }

  private void measure(long start) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    instruments.set(Gauge.REDIS_ROUND_TRIP_MICROS, micros);
    instruments.increment(Counter.REDIS_ROUND_TRIPS);
  }

  private void beat(Jedis jedis) {
    long start = System.nanoTime();
    calls.renewLease(jedis);
    measure(start);
    heartbeatAt = System.nanoTime() + heartbeatNanos;
  }

  private void farewell(Jedis jedis) {
    Pipeline pipeline = jedis.pipelined();
    calls.retire(pipeline, calls.owner());
    pipeline.sync();
  }

  private void lose(Throwable cause) {
    queue.close();
    instruments.redisUp(false);
    boolean patient = blinked || Backoff.isTimeout(cause);
    blinked = true;
    if (patient && !away) {
      away = true;
      Guard.run(() -> fate.lost(cause));
    }
    if (patient && !stopping) {
      backoff.pause();
    }
  }
}
