package onlookers.redis.collect;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.schema.Glob;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/**
 * Walks through large keys in steps of some hundred entries, each a fraction of a millisecond of
 * Redis' time. Each walk hands over what it meets, step by step, and adds up the answers; it ends
 * before its end when it may not go on.
 */
final class KeyScanner {
  private static final int STEP = 500;

  /** What a step costs, however little it finds, in entries. */
  private static final int LEAST = 10;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final EntryThrottle throttle;

  KeyScanner(RedisPool pool, ScriptCalls calls) {
    this(pool, calls, EntryThrottle.none());
  }

  private KeyScanner(RedisPool pool, ScriptCalls calls, EntryThrottle throttle) {
    this.pool = pool;
    this.keys = calls.keys();
    this.calls = calls;
    this.throttle = throttle;
  }

  /** The same, no faster than so many entries a second; for one thread. */
  KeyScanner paced(int entriesPerSecond) {
    return new KeyScanner(pool, calls, EntryThrottle.ofThread(entriesPerSecond));
  }

  /** A list that is known, in steps as long as those of a walk. */
  static <T> Stream<List<T>> steps(Collection<T> all) {
    List<T> list = List.copyOf(all);
    return IntStream.iterate(0, from -> from < list.size(), from -> from + STEP)
        .mapToObj(from -> list.subList(from, Math.min(list.size(), from + STEP)));
  }

  /** One part of the work, which what a key holds may end, but not the others. */
  long part(String what, LongSupplier work) {
    try {
      return work.getAsLong();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow(what + " cannot be walked", e);
      return 0;
    }
  }

  /** Walks the hash: session → post, as it says. */
  long entries(BooleanSupplier goOn, ToLongFunction<Map<String, String>> visit) {
    return walk(
        cursor -> call(pipeline -> pipeline.hscan(keys.viewers(), cursor, step())),
        goOn,
        entries -> {
          Map<String, String> postOf = new LinkedHashMap<>();
          entries.forEach(entry -> postOf.put(entry.getKey(), entry.getValue()));
          return visit.applyAsLong(postOf);
        });
  }

  private <T> T call(Function<AbstractPipeline, Response<T>> command) {
    return pool.use(masters -> masters.call(command));
  }

  /** Walks all keys of the database for those of sessions: the sessions that they belong to. */
  long sessions(BooleanSupplier goOn, ToLongFunction<List<String>> visit) {
    ScanParams sessions = step().match(Glob.escape(keys.allSessions()) + "*");
    return keys(
        sessions,
        "string",
        goOn,
        found ->
            visit.applyAsLong(
                found.stream().map(keys::sessionOf).filter(Objects::nonNull).toList()));
  }

  /** Walks all keys of the database for {@code viewers:} sets. */
  long sets(BooleanSupplier goOn, ToLongFunction<Collection<Post>> visit) {
    ScanParams sets = step().match(Glob.escape(keys.allViewers()) + "*");
    return keys(
        sets,
        "set",
        goOn,
        found ->
            visit.applyAsLong(
                found.stream().map(keys::postOfViewers).filter(Objects::nonNull).toList()));
  }

  /** Walks the keys of every master. */
  private long keys(
      ScanParams which, String type, BooleanSupplier goOn, ToLongFunction<List<String>> visit) {
    long sum = 0;
    for (HostAndPort master : pool.<List<HostAndPort>>use(masters -> masters.layout().masters())) {
      sum += walk(cursor -> scan(master, cursor, which, type), goOn, visit);
    }
    return sum;
  }

  private ScanResult<String> scan(
      HostAndPort master, String cursor, ScanParams which, String type) {
    return pool.use(masters -> new Jedis(masters.at(master)).scan(cursor, which, type));
  }

  /** Walks the index of posts, in steps of a few: each with the viewers that it says. */
  long posts(BooleanSupplier goOn, ToLongFunction<Map<Post, Long>> visit) {
    return walk(
        cursor -> call(pipeline -> pipeline.zscan(keys.posts(), cursor, step())),
        goOn,
        tuples -> visit.applyAsLong(ranked(tuples)));
  }

  private static Map<Post, Long> ranked(List<Tuple> tuples) {
    Map<Post, Long> ranked = new HashMap<>();
    for (Tuple tuple : tuples) {
      Post post = Post.parse(tuple.getElement());
      if (post != null) {
        ranked.put(post, (long) tuple.getScore());
      }
    }
    return ranked;
  }

  /** Walks one set. */
  long set(String key, BooleanSupplier goOn, ToLongFunction<Collection<String>> visit) {
    return walk(
        cursor -> call(pipeline -> pipeline.sscan(key, cursor, step())), goOn, visit::applyAsLong);
  }

  private <T> long walk(
      Function<String, ScanResult<T>> next, BooleanSupplier goOn, ToLongFunction<List<T>> visit) {
    long sum = 0;
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<T> found = next.apply(cursor);
      sum += visit.applyAsLong(found.getResult());
      throttle.pass(Math.max(LEAST, found.getResult().size()));
      cursor = found.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && goOn.getAsBoolean());
    return sum;
  }

  private static ScanParams step() {
    return new ScanParams().count(STEP);
  }
}
