package onlookers.redis;

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
import java.util.function.Function;
import java.util.function.ToLongFunction;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.PipeliningBase;
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
final class Walk {
  private static final int STEP = 500;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;

  Walk(RedisPool pool, Keys keys, ScriptCalls calls) {
    this.pool = pool;
    this.keys = keys;
    this.calls = calls;
  }

  /**
   * Walks the hash, hands over the sessions whose key or set says something else, and adds up the
   * answers.
   *
   * @param met takes the posts that the hash names
   */
  long hash(BooleanSupplier goOn, Set<Post> met, ToLongFunction<Collection<String>> mend) {
    return entries(
        goOn,
        entries -> {
          met.addAll(posts(entries.values()));
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

  private <T> T call(Function<PipeliningBase, Response<T>> command) {
    return pool.use(masters -> masters.call(command));
  }

  private Collection<String> suspects(Map<String, String> entries) {
    return pool.use(masters -> suspects(masters, entries));
  }

  private Collection<String> suspects(MasterConnections masters, Map<String, String> entries) {
    Map<String, Response<String>> truths = new HashMap<>();
    Map<String, Response<Boolean>> members = new HashMap<>();
    RoutedPipeline pipeline = masters.pipelined();
    entries.forEach(
        (session, post) -> {
          truths.put(session, pipeline.get(keys.session(session)));
          members.put(session, isMember(pipeline, session, post));
        });
    pipeline.sync();
    List<String> suspects = new ArrayList<>();
    entries.forEach(
        (session, post) -> {
          if (!post.equals(text(truths.get(session))) || !holds(members.get(session))) {
            suspects.add(session);
          }
        });
    return suspects;
  }

  /** What a key says; one that is no string says nothing. */
  private @Nullable String text(@Nullable Response<String> answer) {
    try {
      return answer == null ? null : answer.get();
    } catch (JedisDataException e) {
      calls.refused("a session: key is no string", e);
      return null;
    }
  }

  private Response<Boolean> isMember(PipeliningBase pipeline, String session, String post) {
    return pipeline.sismember(keys.allViewers() + post, session);
  }

  /** Whether it is a member; what is no set is nothing to be mended. */
  private boolean holds(@Nullable Response<Boolean> member) {
    try {
      return member != null && member.get();
    } catch (JedisDataException e) {
      calls.warn("a viewers: key is no set", e);
      return true;
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

  /** Walks the index of posts, in steps of a few. */
  long posts(BooleanSupplier goOn, ToLongFunction<Collection<Post>> sweep) {
    return walk(
        cursor -> call(pipeline -> pipeline.zscan(keys.posts(), cursor, step())),
        goOn,
        tuples -> sweep.applyAsLong(posts(tuples.stream().map(Tuple::getElement).toList())));
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

  /** What each key says, {@code null} for one that is missing or no string. */
  List<@Nullable String> texts(List<String> names) {
    return pool.use(
        masters -> {
          RoutedPipeline pipeline = masters.pipelined();
          List<Response<String>> answers = names.stream().map(pipeline::get).toList();
          pipeline.sync();
          List<@Nullable String> texts = new ArrayList<>(names.size());
          answers.forEach(answer -> texts.add(text(answer)));
          return texts;
        });
  }

  private <T> long walk(
      Function<String, ScanResult<T>> next, BooleanSupplier goOn, ToLongFunction<List<T>> visit) {
    long sum = 0;
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<T> found = next.apply(cursor);
      sum += visit.applyAsLong(found.getResult());
      cursor = found.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && goOn.getAsBoolean());
    return sum;
  }

  private static ScanParams step() {
    return new ScanParams().count(STEP);
  }

  private static Set<Post> posts(Collection<String> ids) {
    Set<Post> posts = new HashSet<>();
    for (String id : ids) {
      Post post = Post.parse(id);
      if (post != null) {
        posts.add(post);
      }
    }
    return posts;
  }
}
