package onlookers.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
  private final ScriptPipeline scripts;
  private final ScriptPipeline lockScripts;

  /** Collects in the name of this node. */
  public JedisGarbage(RedisNode node) {
    this.node = node;
    this.pool = node.collector();
    this.keys = node.keys();
    this.calls = node.calls();
    this.walk = new Walk(pool.client(), keys, calls);
    this.scripts = new ScriptPipeline(pool.client(), calls);
    this.lockScripts = new ScriptPipeline(node.lock().client(), calls);
  }

  @Override
  public boolean lock(Duration length, boolean force) {
    return reaching(() -> lockScripts.run(pipeline -> calls.lock(pipeline, length, force)));
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
    return asking(() -> deadNodes().stream().mapToLong(dead -> bury(dead, goOn)).sum());
  }

  private List<String> deadNodes() {
    Object names = scripts.replies(List.of(keys.nodes()), calls::dead).get(0);
    return ((List<?>) names).stream().map(String.class::cast).toList();
  }

  private long bury(String dead, BooleanSupplier goOn) {
    String key = keys.sessionsOf(dead);
    long buried =
        part(
            "the list of a dead node's sessions",
            () -> walk.set(key, goOn, sessions -> bury(sessions, dead)));
    scripts.run(pipeline -> calls.retire(pipeline, dead));
    return buried;
  }

  private long bury(Collection<String> sessions, String dead) {
    return scripts.count(sessions, (pipeline, session) -> calls.bury(pipeline, session, dead));
  }

  @Override
  public long settle(Collection<String> sessions) {
    return asking(() -> steps(sessions).mapToLong(this::settleThoseHashed).sum());
  }

  private long settleThoseHashed(Collection<String> sessions) {
    return part(keys.viewers(), () -> settleThose(walk.hashed(sessions), null));
  }

  private long settleThose(Collection<String> sessions, @Nullable Post seen) {
    return scripts.count(sessions, (pipeline, session) -> calls.settle(pipeline, session, seen));
  }

  @Override
  public void rank(Collection<Post> posts) {
    asking(
        () -> {
          steps(posts).forEach(some -> scripts.replies(some, calls::rank));
          return null;
        });
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
    scripts.replies(posts, calls::rank);
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
    return pool.client().exists(keys.scanned());
  }

  private long scanNow(BooleanSupplier goOn) {
    long removed =
        part(keys.allViewers(), () -> walk.sets(goOn, posts -> sweepPosts(posts, goOn)))
            + part(
                keys.allSessions(),
                () -> walk.sessions(goOn, suspects -> settleThose(suspects, null)));
    if (goOn.getAsBoolean()) { // else not to the end: the next sweep tries again
      SetParams anHour = SetParams.setParams().ex(BETWEEN_SCANS.toSeconds());
      pool.client().set(keys.scanned(), calls.owner(), anHour);
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
    } catch (JedisException e) {
      throw new UnavailableException("Redis is out of reach: " + Reason.of(e), e);
    }
  }
}
