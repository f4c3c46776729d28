package onlookers.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.presence.EndOfSessions;
import onlookers.presence.Garbage;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;

/**
 * What the garbage collector does, on pooled connections: never {@code KEYS}, each step a few
 * hundred entries.
 */
public final class JedisGarbage implements Garbage {
  private static final int STEP = 500;
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration BETWEEN_SCANS = Duration.ofHours(1);

  private final RedisNode node;
  private final RedisClient pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final KeyspaceListener listener;
  private final Walk walk;

  /** Collects in the name of this node. */
  public JedisGarbage(RedisNode node) {
    this.node = node;
    this.pool = node.pool();
    this.keys = node.keys();
    this.calls = node.calls();
    this.listener = node.listener();
    this.walk = new Walk(pool, keys, calls);
  }

  @Override
  public boolean lock(Duration length, boolean force) {
    return asking(() -> one(pipeline -> calls.lock(pipeline, length, force)) == 1);
  }

  @Override
  public void unlock() {
    lock(AT_ONCE, false);
  }

  @Override
  public void listen(@Nullable EndOfSessions collector) {
    listener.collector(collector);
  }

  @Override
  public long buryDeadNodes(BooleanSupplier goOn) {
    return asking(() -> deadNodes().stream().mapToLong(dead -> bury(dead, goOn)).sum());
  }

  private List<String> deadNodes() {
    Object names = replies(List.of(keys.nodes()), calls::dead).get(0);
    return ((List<?>) names).stream().map(String.class::cast).toList();
  }

  private long bury(String dead, BooleanSupplier goOn) {
    long buried =
        walk.set(
            keys.sessionsOf(dead),
            goOn,
            sessions ->
                count(sessions, (pipeline, session) -> calls.bury(pipeline, session, dead)));
    one(pipeline -> calls.retire(pipeline, dead));
    return buried;
  }

  @Override
  public long settle(Collection<String> sessions) {
    return asking(
        () -> steps(sessions).mapToLong(some -> settleThose(walk.hashed(some), null)).sum());
  }

  private long settleThose(Collection<String> sessions, @Nullable Post seen) {
    return count(sessions, (pipeline, session) -> calls.settle(pipeline, session, seen));
  }

  @Override
  public void rank(Collection<Post> posts) {
    asking(
        () -> {
          steps(posts).forEach(some -> scripts(some, calls::rank));
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
          long removed = walk.hash(goOn, met, suspects -> settleThose(suspects, null));
          rank(met); // the index may have lost some
          return removed + walk.posts(goOn, posts -> sweepPosts(posts, goOn));
        });
  }

  private long sweepPosts(Collection<Post> posts, BooleanSupplier goOn) {
    long removed = 0;
    for (Post post : posts) {
      removed += sweepPost(post, goOn);
    }
    scripts(posts, calls::rank);
    return removed;
  }

  private long sweepPost(Post post, BooleanSupplier goOn) {
    try {
      return walk.set(
          keys.viewers(post), goOn, members -> settleThose(walk.strangers(members, post), post));
    } catch (JedisDataException e) {
      if (RedisAwayException.is(e)) {
        throw e;
      }
      calls.warn("key " + keys.viewers(post) + " cannot be swept", e);
      return 0;
    }
  }

  @Override
  public long scan(BooleanSupplier goOn) {
    return asking(() -> isScanDue() ? scanNow(goOn) : 0L);
  }

  private boolean isScanDue() {
    SetParams once = SetParams.setParams().nx().ex(BETWEEN_SCANS.toSeconds());
    return pool.set(keys.scanned(), calls.owner(), once) != null;
  }

  private long scanNow(BooleanSupplier goOn) {
    long removed =
        walk.sets(goOn, posts -> sweepPosts(posts, goOn))
            + walk.sessions(goOn, suspects -> settleThose(suspects, null));
    if (!goOn.getAsBoolean()) {
      pool.del(keys.scanned()); // not to the end: the next one tries again
    }
    return removed;
  }

  /** Runs the script for each, in one pipeline, and counts the answers that are 1. */
  private <T> long count(Collection<T> all, Call<T> call) {
    return scripts(all, call).stream().filter(answer -> answer == 1).count();
  }

  private <T> List<Long> scripts(Collection<T> all, Call<T> call) {
    return replies(all, call).stream().map(reply -> reply instanceof Long n ? n : 0L).toList();
  }

  private <T> List<Object> replies(Collection<T> all, Call<T> call) {
    if (all.isEmpty()) {
      return List.of();
    }
    try {
      return repliesOnce(all, call);
    } catch (JedisNoScriptException forgotten) {
      try (Pipeline pipeline = pool.pipelined()) {
        Script.loadAll(pipeline);
      }
      return repliesOnce(all, call);
    }
  }

  private <T> List<Object> repliesOnce(Collection<T> all, Call<T> call) {
    List<Response<Object>> answers = new ArrayList<>(all.size());
    try (Pipeline pipeline = pool.pipelined()) {
      all.forEach(one -> answers.add(call.queue(pipeline, one)));
      pipeline.sync();
    }
    return answers.stream().map(this::reply).toList();
  }

  /**
   * The reply, or nothing when one key holds something else than the schema says: the walk goes on.
   */
  private Object reply(Response<Object> answer) {
    try {
      return answer.get();
    } catch (JedisNoScriptException e) {
      throw e;
    } catch (JedisDataException e) {
      if (RedisAwayException.is(e)) {
        throw e;
      }
      calls.warn("a step of the garbage collector", e);
      return List.of();
    }
  }

  private long one(Function<Pipeline, Response<Object>> script) {
    return scripts(List.of(script), (pipeline, call) -> call.apply(pipeline)).get(0);
  }

  private <T> T asking(Supplier<T> question) {
    try {
      return node.ask(question);
    } catch (JedisException e) {
      throw new UnavailableException("Redis is out of reach: " + Reason.of(e), e);
    }
  }

  /** Queues a script for one thing. */
  private interface Call<T> {
    Response<Object> queue(Pipeline pipeline, T one);
  }
}
