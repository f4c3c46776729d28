package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Glob;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
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
 * Redis' time, and picks out what does not look right. It only looks; what it finds is looked at
 * again by the script that mends it.
 */
final class KeyScanner {
  private static final int STEP = 500;

  /** What a step costs, however little it finds, in entries. */
  private static final int LEAST = 10;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final EntryThrottle throttle;

  KeyScanner(RedisPool pool, Keys keys, ScriptCalls calls) {
    this(pool, keys, calls, EntryThrottle.none());
  }

  private KeyScanner(RedisPool pool, Keys keys, ScriptCalls calls, EntryThrottle throttle) {
    this.pool = pool;
    this.keys = keys;
    this.calls = calls;
    this.throttle = throttle;
  }

  /** The same, no faster than so many entries a second; for one thread. */
  KeyScanner paced(int entriesPerSecond) {
    return new KeyScanner(pool, keys, calls, EntryThrottle.ofThread(entriesPerSecond));
  }

  /**
   * Walks the hash, hands over the sessions whose key or set says something else, and adds up the
   * answers.
   *
   * @param met takes the posts that the hash names, and how often it does
   */
  long hash(BooleanSupplier goOn, Map<Post, Long> met, ToLongFunction<Collection<String>> mend) {
    return entries(
        goOn,
        entries -> {
          entries.values().stream()
              .map(Post::parse)
              .filter(Objects::nonNull)
              .forEach(post -> met.merge(post, 1L, Long::sum));
          return mend.applyAsLong(suspects(entries));
        });
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

  private Collection<String> suspects(Map<String, String> entries) {
    Set<String> suspects = new HashSet<>();
    List<String> sessions = List.copyOf(entries.keySet());
    List<@Nullable String> truths = truths(sessions);
    Map<String, List<String>> sessionsOf = new HashMap<>();
    for (int i = 0; i < sessions.size(); i++) {
      String session = sessions.get(i);
      String post = entries.get(session);
      if (!Objects.equals(post, truths.get(i))) {
        suspects.add(session);
      }
      sessionsOf.computeIfAbsent(post, key -> new ArrayList<>()).add(session);
    }
    suspects.addAll(missing(sessionsOf));
    return suspects;
  }

  /** Those that are no members of their post's set. */
  private List<String> missing(Map<String, List<String>> sessionsOf) {
    Map<String, Response<List<Boolean>>> members = new HashMap<>();
    exchange(
        pipeline ->
            sessionsOf.forEach(
                (post, sessions) -> members.put(post, areMembers(pipeline, post, sessions))));
    return sessionsOf.entrySet().stream()
        .flatMap(entry -> missing(entry.getValue(), members.get(entry.getKey())).stream())
        .toList();
  }

  private Response<List<Boolean>> areMembers(
      AbstractPipeline pipeline, String post, List<String> sessions) {
    return pipeline.smismember(keys.allViewers() + post, sessions.toArray(String[]::new));
  }

  /** Sends what is queued, and waits for the answers. */
  private void exchange(Consumer<AbstractPipeline> queueing) {
    pool.use(
        masters -> {
          RoutedPipeline pipeline = masters.pipelined();
          queueing.accept(pipeline);
          pipeline.sync();
          return true;
        });
  }

  /** What a key says; one that is no string says nothing. */
  private @Nullable String text(@Nullable Response<String> answer) {
    try {
      return answer == null ? null : answer.get();
    } catch (JedisDataException e) {
      calls.refused("a key of a session is no string", e);
      return null;
    }
  }

  /** Those that are no members; what is no set is nothing to be mended. */
  private List<String> missing(List<String> sessions, @Nullable Response<List<Boolean>> members) {
    try {
      List<Boolean> answers = Objects.requireNonNull(members).get();
      return IntStream.range(0, sessions.size())
          .filter(i -> !answers.get(i))
          .mapToObj(sessions::get)
          .toList();
    } catch (JedisDataException e) {
      calls.warn("a viewers: key is no set", e);
      return List.of();
    }
  }

  /**
   * Those of the sessions whose key is gone although a node owns them: what that node is called.
   */
  Map<String, String> bereft(Collection<String> sessions) {
    Map<String, Response<String>> truths = new HashMap<>();
    Map<String, Response<String>> owners = new HashMap<>();
    exchange(
        pipeline -> {
          for (String session : sessions) {
            truths.put(session, pipeline.get(keys.session(session)));
            owners.put(session, pipeline.get(keys.owner(session)));
          }
        });
    Map<String, String> bereft = new HashMap<>();
    owners.forEach(
        (session, answer) -> {
          String owner = text(answer);
          if (owner != null && !Owner.isEnded(owner) && text(truths.get(session)) == null) {
            bereft.put(session, owner);
          }
        });
    return bereft;
  }

  /** How many members the set of each post has; none where there is no set. */
  List<Long> sizes(List<Post> posts) {
    List<Response<Long>> sizes = new ArrayList<>(posts.size());
    exchange(pipeline -> posts.forEach(post -> sizes.add(pipeline.scard(keys.viewers(post)))));
    return sizes.stream().map(this::size).toList();
  }

  private long size(Response<Long> size) {
    try {
      return size.get();
    } catch (JedisDataException e) {
      calls.refused("a viewers: key is no set", e);
      return 0;
    }
  }

  /** Walks all keys of the database for sessions that the hash or the sets do not know. */
  long sessions(BooleanSupplier goOn, ToLongFunction<Collection<String>> mend) {
    ScanParams sessions = step().match(Glob.escape(keys.allSessions()) + "*");
    return keys(sessions, "string", goOn, found -> mend.applyAsLong(unknown(found)));
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

  private Collection<String> unknown(List<String> sessionKeys) {
    List<String> sessions =
        sessionKeys.stream().map(keys::sessionOf).filter(Objects::nonNull).toList();
    List<String> truths = truths(sessions);
    List<String> hashed = hashedPosts(sessions);
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      if (truths.get(i) != null && !truths.get(i).equals(hashed.get(i))) {
        unknown.add(sessions.get(i));
      }
    }
    return unknown;
  }

  /** Walks the index of posts, in steps of a few: each with the viewers that it says. */
  long posts(BooleanSupplier goOn, ToLongFunction<Map<Post, Long>> sweep) {
    return walk(
        cursor -> call(pipeline -> pipeline.zscan(keys.posts(), cursor, step())),
        goOn,
        tuples -> sweep.applyAsLong(ranked(tuples)));
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

  /** Walks all keys of the database for {@code viewers:} sets. */
  long sets(BooleanSupplier goOn, ToLongFunction<Collection<Post>> sweep) {
    ScanParams sets = step().match(Glob.escape(keys.allViewers()) + "*");
    return keys(
        sets,
        "set",
        goOn,
        found ->
            sweep.applyAsLong(
                found.stream().map(keys::postOfViewers).filter(Objects::nonNull).toList()));
  }

  /** Walks one set. */
  long set(String key, BooleanSupplier goOn, ToLongFunction<Collection<String>> mend) {
    return walk(
        cursor -> call(pipeline -> pipeline.sscan(key, cursor, step())), goOn, mend::applyAsLong);
  }

  /** Those members of the post's set of whom their key or the hash says something else. */
  Collection<String> strangers(Collection<String> members, Post post) {
    List<String> sessions = List.copyOf(members);
    List<String> truths = truths(sessions);
    List<String> hashed = hashedPosts(sessions);
    List<String> strangers = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      if (!post.id().equals(truths.get(i)) || !post.id().equals(hashed.get(i))) {
        strangers.add(sessions.get(i));
      }
    }
    return strangers;
  }

  /** Those of the sessions that the hash knows. */
  Collection<String> hashed(Collection<String> sessions) {
    List<String> list = List.copyOf(sessions);
    List<String> posts = hashedPosts(list);
    List<String> hashed = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (posts.get(i) != null) {
        hashed.add(list.get(i));
      }
    }
    return hashed;
  }

  /** What the hash says of each session. */
  private List<@Nullable String> hashedPosts(List<String> sessions) {
    return sessions.isEmpty()
        ? List.of()
        : call(pipeline -> pipeline.hmget(keys.viewers(), sessions.toArray(String[]::new)));
  }

  /** What each session's key says. */
  private List<@Nullable String> truths(List<String> sessions) {
    return texts(sessions.stream().map(keys::session).toList());
  }

  /**
   * What each key says, {@code null} for one that is missing or no string. One server is asked once
   * for all, which costs it a third.
   */
  List<@Nullable String> texts(List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    return pool.use(
        masters ->
            masters.layout().isCluster()
                ? each(masters.pipelined(), names)
                : masters.call(pipeline -> pipeline.mget(names.toArray(String[]::new))));
  }

  private List<@Nullable String> each(RoutedPipeline pipeline, List<String> names) {
    List<Response<String>> answers = new ArrayList<>(names.size());
    names.forEach(name -> answers.add(pipeline.get(name)));
    pipeline.sync();
    List<@Nullable String> texts = new ArrayList<>(names.size());
    answers.forEach(answer -> texts.add(text(answer)));
    return texts;
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
