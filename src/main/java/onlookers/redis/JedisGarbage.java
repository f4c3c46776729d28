package onlookers.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.presence.EndOfSessions;
import onlookers.presence.Garbage;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.PipeliningBase;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * What the garbage collector does, on connections of its own: never {@code KEYS}, each step a few
 * hundred entries. A key that holds something else than the schema says is named in the log, and
 * keeps nothing else from being done.
 */
public final class JedisGarbage implements Garbage {
  private static final int STEP = 500;
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration BETWEEN_SCANS = Duration.ofHours(1);

  private final RedisNode node;
  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final Walk walk;
  private final Settlement settlement;
  private final ScriptPipeline scripts;

  /** Collects in the name of this node. */
  public JedisGarbage(RedisNode node) {
    this.node = node;
    this.pool = node.collector();
    this.keys = node.keys();
    this.calls = node.calls();
    this.walk = new Walk(pool, keys, calls);
    this.scripts = new ScriptPipeline(pool, calls);
    this.settlement = new Settlement(pool, keys, calls);
  }

  @Override
  public boolean lock(Duration length, boolean force) {
    return reaching(() -> node.lock().use(masters -> lock(masters, length, force)));
  }

  private boolean lock(MasterConnections masters, Duration length, boolean force) {
    try {
      return Long.valueOf(1).equals(masters.call(pipe -> calls.lock(pipe, length, force)));
    } catch (JedisDataException e) {
      calls.refused("the collector's lock", e);
      return false;
    }
  }

  @Override
  public void unlock() {
    lock(AT_ONCE, false);
  }

  @Override
  public void listen(@Nullable EndOfSessions collector) {
    node.listener().collector(collector);
  }

  @Override
  public long buryDeadNodes(BooleanSupplier goOn) {
    return asking(
        () -> {
          List<String> dead = leases().over();
          return dead.isEmpty() ? 0L : bury(dead, goOn);
        });
  }

  private Leases leases() {
    return Leases.of(pool.use(masters -> masters.call(calls::expired)));
  }

  private long bury(List<String> dead, BooleanSupplier goOn) {
    Set<String> owners = Set.copyOf(dead);
    long buried = part(keys.viewers(), () -> walk.entries(goOn, entries -> bury(entries, owners)));
    if (goOn.getAsBoolean()) { // else not to the end: the next time goes on
      scripts.replies(dead, 0L, calls::deregister);
    }
    return buried;
  }

  /** Ends those whose owner is one of these. */
  private long bury(Map<String, String> entries, Set<String> dead) {
    List<String> sessions = List.copyOf(entries.keySet());
    List<@Nullable String> owners = walk.texts(sessions.stream().map(keys::owner).toList());
    Map<String, String> doomed = new LinkedHashMap<>();
    for (int i = 0; i < sessions.size(); i++) {
      String owner = owners.get(i);
      if (owner != null && dead.contains(owner)) {
        doomed.put(sessions.get(i), owner);
      }
    }
    return settlement.reap(doomed, entries);
  }

  @Override
  public long settle(Collection<String> sessions) {
    return asking(() -> steps(sessions).mapToLong(this::settleThoseHashed).sum());
  }

  private long settleThoseHashed(Collection<String> sessions) {
    return part(keys.viewers(), () -> settleThose(walk.hashed(sessions), null));
  }

  private long settleThose(Collection<String> sessions, @Nullable Post seen) {
    return sessions.isEmpty() ? 0 : settlement.settle(sessions, seen, leases());
  }

  @Override
  public void rank(Collection<Post> posts) {
    asking(
        () -> {
          steps(posts).forEach(this::rankThose);
          return null;
        });
  }

  /** A set that changes between the two rounds is announced, and so ranked again. */
  private void rankThose(List<Post> posts) {
    List<Long> sizes =
        scripts.replies(posts, 0L, (pipeline, post) -> pipeline.scard(keys.viewers(post)));
    List<Integer> places = IntStream.range(0, posts.size()).boxed().toList();
    scripts.replies(places, 0L, (pipeline, i) -> rank(pipeline, posts.get(i), sizes.get(i)));
  }

  private Response<Long> rank(PipeliningBase pipeline, Post post, long viewers) {
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
  public long sweep(BooleanSupplier goOn) {
    return asking(
        () -> {
          Set<Post> met = new HashSet<>();
          long removed =
              part(
                  keys.viewers(),
                  () -> walk.hash(goOn, met, suspects -> settleThose(suspects, null)));
          rank(met); // the index may have lost some
          return removed
              + part(keys.posts(), () -> walk.posts(goOn, posts -> sweepPosts(posts, goOn)));
        });
  }

  private long sweepPosts(Collection<Post> posts, BooleanSupplier goOn) {
    long removed = 0;
    for (Post post : posts) {
      removed += sweepPost(post, goOn);
    }
    steps(posts).forEach(this::rankThose);
    return removed;
  }

  private long sweepPost(Post post, BooleanSupplier goOn) {
    String key = keys.viewers(post);
    return part(
        key,
        () -> walk.set(key, goOn, members -> settleThose(walk.strangers(members, post), post)));
  }

  @Override
  public long scan(BooleanSupplier goOn) {
    return asking(() -> wasScanned() ? 0L : scanNow(goOn));
  }

  private boolean wasScanned() {
    return pool.use(masters -> masters.call(pipeline -> pipeline.exists(keys.scanned())));
  }

  private long scanNow(BooleanSupplier goOn) {
    long removed =
        part(keys.allViewers(), () -> walk.sets(goOn, posts -> sweepPosts(posts, goOn)))
            + part(
                keys.allSessions(),
                () -> walk.sessions(goOn, suspects -> settleThose(suspects, null)));
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
      throw new UnavailableException("Redis is out of reach: " + Reason.of(e), e);
    }
  }
}
