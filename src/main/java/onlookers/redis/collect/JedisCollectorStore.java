package onlookers.redis.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import onlookers.presence.CollectorStore;
import onlookers.presence.Post;
import onlookers.presence.SessionEvents;
import onlookers.presence.UnavailableException;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.events.KeyspaceListener;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.ScriptPipeline;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * What the garbage collector does, on connections of its own: never {@code KEYS}, each step a few
 * hundred entries. A key that holds something else than the schema says is named in the log, and
 * keeps nothing else from being done.
 */
public final class JedisCollectorStore implements CollectorStore {
  /** Entries a second of a sweep of which Redis feels nothing: a millisecond of its time. */
  private static final int CALM = 500;

  /** The same where there is a reason to hurry: up to a fifth of Redis' time. */
  private static final int BRISK = 50_000;

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration BETWEEN_SCANS = Duration.ofHours(1);

  private final RedisPool pool;
  private final RedisPool lock;
  private final KeyspaceListener listener;
  private final Keys keys;
  private final ScriptCalls calls;
  private final KeyScanner scanner;
  private final SessionReader reader;
  private final SessionChecker checker;
  private final SessionReconciler reconciler;
  private final TwinNodes twins;
  private final ScriptPipeline scripts;
  private final Peaks peaks;

  /** Those whose lease was over at the last look for dead nodes; of the one thread that looks. */
  private Set<String> overBefore = Set.of();

  /**
   * Collects for one node.
   *
   * @param pool its connections, but for the lock's
   * @param lock has one connection, which shows whether Redis was there meanwhile
   * @param calls in whose name
   * @param listener reports ends of sessions
   */
  public JedisCollectorStore(
      RedisPool pool, RedisPool lock, ScriptCalls calls, KeyspaceListener listener) {
    this.pool = pool;
    this.lock = lock;
    this.listener = listener;
    this.keys = calls.keys();
    this.calls = calls;
    this.scanner = new KeyScanner(pool, calls);
    this.reader = new SessionReader(pool, calls);
    this.checker = new SessionChecker(reader);
    this.scripts = new ScriptPipeline(pool, calls.errors());
    this.peaks = new Peaks(pool, keys, calls);
    this.reconciler = new SessionReconciler(pool, keys, calls);
    this.twins = new TwinNodes(calls.lease(), System::nanoTime);
  }

  @Override
  public Lock lock(Duration length, boolean force) {
    return reaching(() -> lock.use(masters -> lock(masters, length, force)));
  }

  private Lock lock(MasterConnections masters, Duration length, boolean force) {
    try {
      Object answer = masters.call(pipeline -> calls.nodes().lock(pipeline, length, force));
      return answer.equals(2L) ? Lock.TAKEN : answer.equals(1L) ? Lock.KEPT : Lock.ELSEWHERE;
    } catch (JedisDataException e) {
      calls.errors().logOrThrow("the collector's lock", e);
      return Lock.ELSEWHERE;
    }
  }

  @Override
  public void unlock() {
    lock(AT_ONCE, false);
  }

  @Override
  public void listen(@Nullable SessionEvents collector) {
    listener.collector(collector);
  }

  @Override
  public long reapDeadNodes(BooleanSupplier goOn) {
    Set<String> before = overBefore;
    return asking(
        () -> {
          Leases leases = leases();
          twins.look(leases.alive());
          overBefore = Set.copyOf(leases.over());
          List<String> dead = leases.dead(before);
          return dead.isEmpty() ? 0L : reap(dead, goOn);
        });
  }

  private Leases leases() {
    return Leases.of(pool.use(masters -> masters.call(calls.nodes()::expired)));
  }

  private long reap(List<String> dead, BooleanSupplier goOn) {
    Set<String> owners = Set.copyOf(dead);
    KeyScanner paced = scanner.paced(BRISK);
    long reaped =
        scanner.part(keys.viewers(), () -> paced.entries(goOn, entries -> reap(entries, owners)));
    if (goOn.getAsBoolean()) { // else not to the end: the next time goes on
      scripts.replies(dead, 0L, calls.nodes()::deregister);
    }
    return reaped;
  }

  /** Ends those whose owner is one of these. */
  private long reap(Map<String, String> entries, Set<String> dead) {
    List<String> sessions = List.copyOf(entries.keySet());
    List<@Nullable String> owners = reader.texts(sessions.stream().map(keys::owner).toList());
    Map<String, String> doomed = new LinkedHashMap<>();
    for (int i = 0; i < sessions.size(); i++) {
      String owner = owners.get(i);
      if (owner != null && dead.contains(owner)) {
        doomed.put(sessions.get(i), owner);
      }
    }
    return reconciler.reap(doomed, entries);
  }

  @Override
  public long reconcile(Collection<String> sessions) {
    return asking(() -> KeyScanner.steps(sessions).mapToLong(this::reconcileStep).sum());
  }

  private long reconcileStep(Collection<String> sessions) {
    long removed =
        scanner.part(keys.viewers(), () -> reconcileSuspects(checker.hashed(sessions), null));
    notifyOwners(sessions);
    return removed;
  }

  private long reconcileSuspects(Collection<String> sessions, @Nullable Post seen) {
    return sessions.isEmpty() ? 0 : reconciler.reconcile(sessions, seen);
  }

  /**
   * A session whose key is gone although a node owns it was taken from that node, or is just
   * ending: that node knows, and writes it again if it lives.
   */
  private void notifyOwners(Collection<String> sessions) {
    Map<String, String> withoutKey =
        sessions.isEmpty() ? Map.of() : checker.ownedWithoutKey(sessions);
    if (!withoutKey.isEmpty()) {
      pool.use(
          masters -> {
            RoutedPipeline pipeline = masters.pipelined();
            withoutKey.forEach((session, owner) -> pipeline.publish(keys.rewrite(owner), session));
            pipeline.sync();
            return true;
          });
    }
  }

  @Override
  public void rank(Collection<Post> posts) {
    asking(
        () -> {
          KeyScanner.steps(posts).forEach(this::rankThose);
          return null;
        });
  }

  @Override
  public long recordPeak(Instant now) {
    return asking(() -> scanner.part(keys.viewers(), () -> peaks.record(now)));
  }

  /** A set that changes between the two rounds is announced, and so ranked again. */
  private void rankThose(List<Post> posts) {
    List<Long> sizes = reader.sizes(posts);
    List<Integer> places = IntStream.range(0, posts.size()).boxed().toList();
    scripts.replies(places, 0L, (pipeline, i) -> rank(pipeline, posts.get(i), sizes.get(i)));
  }

  private Response<Long> rank(AbstractPipeline pipeline, Post post, long viewers) {
    return viewers > 0
        ? pipeline.zadd(keys.posts(), (double) viewers, post.id())
        : pipeline.zrem(keys.posts(), post.id());
  }

  @Override
  public long sweep(BooleanSupplier goOn, Pace pace) {
    return asking(() -> sweeping(goOn, pace == Pace.CALM ? CALM : BRISK).sweep());
  }

  private Sweep sweeping(BooleanSupplier goOn, int entriesPerSecond) {
    return new Sweep(scanner.paced(entriesPerSecond), checker, reader, goOn, new Repairs());
  }

  /** What is found is repaired at once. */
  private final class Repairs implements Sweep.Findings {
    @Override
    public long suspects(Collection<String> sessions, @Nullable Post seen) {
      long removed = reconcileSuspects(sessions, seen);
      notifyOwners(sessions);
      return removed;
    }

    @Override
    public void misplaced(List<Post> posts) {
      rankThose(posts);
    }
  }

  @Override
  public long scan(BooleanSupplier goOn) {
    return asking(() -> wasScanned() ? 0L : scanNow(goOn));
  }

  private boolean wasScanned() {
    return pool.use(masters -> masters.call(pipeline -> pipeline.exists(keys.scanned())));
  }

  private long scanNow(BooleanSupplier goOn) {
    long removed = sweeping(goOn, BRISK).scan();
    if (goOn.getAsBoolean()) { // else not to the end: the next sweep tries again
      SetParams anHour = SetParams.setParams().ex(BETWEEN_SCANS.toSeconds());
      pool.use(
          masters -> masters.call(pipeline -> pipeline.set(keys.scanned(), calls.owner(), anHour)));
    }
    return removed;
  }

  private <T> T asking(Supplier<T> question) {
    return reaching(() -> pool.ask(question));
  }

  private static <T> T reaching(Supplier<T> exchange) {
    try {
      return exchange.get();
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }
}
