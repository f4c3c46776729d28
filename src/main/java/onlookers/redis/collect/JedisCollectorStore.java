package onlookers.redis.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final int STEP = 500;

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
    this.scanner = new KeyScanner(pool, keys, calls);
    this.scripts = new ScriptPipeline(pool, calls);
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
      Object answer = masters.call(pipeline -> calls.lock(pipeline, length, force));
      return answer.equals(2L) ? Lock.TAKEN : answer.equals(1L) ? Lock.KEPT : Lock.ELSEWHERE;
    } catch (JedisDataException e) {
      calls.refused("the collector's lock", e);
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
    return Leases.of(pool.use(masters -> masters.call(calls::expired)));
  }

  private long reap(List<String> dead, BooleanSupplier goOn) {
    Set<String> owners = Set.copyOf(dead);
    KeyScanner paced = scanner.paced(BRISK);
    long reaped = part(keys.viewers(), () -> paced.entries(goOn, entries -> reap(entries, owners)));
    if (goOn.getAsBoolean()) { // else not to the end: the next time goes on
      scripts.replies(dead, 0L, calls::deregister);
    }
    return reaped;
  }

  /** Ends those whose owner is one of these. */
  private long reap(Map<String, String> entries, Set<String> dead) {
    List<String> sessions = List.copyOf(entries.keySet());
    List<@Nullable String> owners = scanner.texts(sessions.stream().map(keys::owner).toList());
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
    return asking(() -> steps(sessions).mapToLong(this::reconcileStep).sum());
  }

  private long reconcileStep(Collection<String> sessions) {
    long removed = part(keys.viewers(), () -> mend(scanner.hashed(sessions), null));
    notifyOwners(sessions);
    return removed;
  }

  private long mend(Collection<String> sessions, @Nullable Post seen) {
    return sessions.isEmpty() ? 0 : reconciler.reconcile(sessions, seen, leases());
  }

  private long reconcileThose(Collection<String> sessions, @Nullable Post seen) {
    long removed = mend(sessions, seen);
    notifyOwners(sessions);
    return removed;
  }

  /**
   * A session whose key is gone although a node owns it was taken from that node, or is just
   * ending: that node knows, and writes it again if it lives.
   */
  private void notifyOwners(Collection<String> sessions) {
    Map<String, String> bereft = sessions.isEmpty() ? Map.of() : scanner.bereft(sessions);
    if (!bereft.isEmpty()) {
      pool.use(
          masters -> {
            RoutedPipeline pipeline = masters.pipelined();
            bereft.forEach((session, owner) -> pipeline.publish(keys.rewrite(owner), session));
            pipeline.sync();
            return true;
          });
    }
  }

  @Override
  public void rank(Collection<Post> posts) {
    asking(
        () -> {
          steps(posts).forEach(this::rankThose);
          return null;
        });
  }

  @Override
  public long recordPeak(Instant now) {
    return asking(() -> part(keys.viewers(), () -> peaks.record(now)));
  }

  /** A set that changes between the two rounds is announced, and so ranked again. */
  private void rankThose(List<Post> posts) {
    List<Long> sizes = scanner.sizes(posts);
    List<Integer> places = IntStream.range(0, posts.size()).boxed().toList();
    scripts.replies(places, 0L, (pipeline, i) -> rank(pipeline, posts.get(i), sizes.get(i)));
  }

  private Response<Long> rank(AbstractPipeline pipeline, Post post, long viewers) {
    return viewers > 0
        ? pipeline.zadd(keys.posts(), (double) viewers, post.id())
        : pipeline.zrem(keys.posts(), post.id());
  }

  private static <T> Stream<List<T>> steps(Collection<T> all) {
    List<T> list = List.copyOf(all);
    return IntStream.iterate(0, from -> from < list.size(), from -> from + STEP)
        .mapToObj(from -> list.subList(from, Math.min(list.size(), from + STEP)));
  }

  @Override
  public long sweep(BooleanSupplier goOn, Pace pace) {
    return asking(() -> sweep(goOn, scanner.paced(pace == Pace.CALM ? CALM : BRISK)));
  }

  /**
   * What the hash says is compared with the keys and the sets, session by session. Then a set can
   * only hold more than it should if it is larger than the hash says: only such sets are walked.
   */
  private long sweep(BooleanSupplier goOn, KeyScanner paced) {
    Map<Post, Long> met = new HashMap<>();
    long removed =
        part(
            keys.viewers(),
            () -> paced.hash(goOn, met, suspects -> reconcileThose(suspects, null)));
    Map<Post, Long> indexed = new HashMap<>();
    removed +=
        part(
            keys.posts(),
            () ->
                paced.posts(
                    goOn,
                    ranked -> {
                      indexed.putAll(ranked);
                      return sweepSizes(ranked, met, goOn, paced);
                    }));
    Map<Post, Long> unranked = new HashMap<>();
    met.keySet().stream()
        .filter(post -> !indexed.containsKey(post)) // the index may have lost some
        .forEach(post -> unranked.put(post, 0L));
    return removed + sweepSizes(unranked, met, goOn, paced);
  }

  /**
   * @param ranked the posts and the viewers that their ranking says
   * @param met how many the hash says
   */
  private long sweepSizes(
      Map<Post, Long> ranked, Map<Post, Long> met, BooleanSupplier goOn, KeyScanner paced) {
    return steps(ranked.keySet())
        .mapToLong(posts -> sweepSizes(posts, ranked, met, goOn, paced))
        .sum();
  }

  private long sweepSizes(
      List<Post> posts,
      Map<Post, Long> ranked,
      Map<Post, Long> met,
      BooleanSupplier goOn,
      KeyScanner paced) {
    List<Long> sizes = paced.sizes(posts);
    List<Post> misplaced = new ArrayList<>();
    long removed = 0;
    for (int i = 0; i < posts.size(); i++) {
      Post post = posts.get(i);
      long size = sizes.get(i);
      if (size != met.getOrDefault(post, 0L)) {
        removed += sweepPost(post, goOn, paced);
        misplaced.add(post);
      } else if (size != ranked.getOrDefault(post, 0L)) {
        misplaced.add(post);
      }
    }
    rankThose(misplaced);
    return removed;
  }

  private long sweepPosts(Collection<Post> posts, BooleanSupplier goOn, KeyScanner paced) {
    long removed = 0;
    for (Post post : posts) {
      removed += sweepPost(post, goOn, paced);
    }
    steps(posts).forEach(this::rankThose);
    return removed;
  }

  private long sweepPost(Post post, BooleanSupplier goOn, KeyScanner paced) {
    String key = keys.viewers(post);
    return part(
        key,
        () ->
            paced.set(
                key, goOn, members -> reconcileThose(scanner.strangers(members, post), post)));
  }

  @Override
  public long scan(BooleanSupplier goOn) {
    return asking(() -> wasScanned() ? 0L : scanNow(goOn));
  }

  private boolean wasScanned() {
    return pool.use(masters -> masters.call(pipeline -> pipeline.exists(keys.scanned())));
  }

  private long scanNow(BooleanSupplier goOn) {
    KeyScanner paced = scanner.paced(BRISK);
    long removed =
        part(keys.allViewers(), () -> paced.sets(goOn, posts -> sweepPosts(posts, goOn, paced)))
            + part(
                keys.allSessions(),
                () -> paced.sessions(goOn, suspects -> reconcileThose(suspects, null)));
    if (goOn.getAsBoolean()) { // else not to the end: the next sweep tries again
      SetParams anHour = SetParams.setParams().ex(BETWEEN_SCANS.toSeconds());
      pool.use(
          masters -> masters.call(pipeline -> pipeline.set(keys.scanned(), calls.owner(), anHour)));
    }
    return removed;
  }

  /** One part of the work, which what a key holds may end, but not the others. */
  private long part(String what, LongSupplier work) {
    try {
      return work.getAsLong();
    } catch (JedisDataException e) {
      calls.refused(what + " cannot be walked", e);
      return 0;
    }
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
