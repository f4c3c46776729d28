package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads what Redis says of many sessions at once: in their keys, in the hash, and in the sets of
 * their posts. A key of another type says nothing, and is named in the log.
 */
final class SessionReader {
  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;

  SessionReader(RedisPool pool, ScriptCalls calls) {
    this.pool = pool;
    this.keys = calls.keys();
    this.calls = calls;
  }

  /** The names of what is read. */
  Keys keys() {
    return keys;
  }

  /** What the hash says of each session. */
  List<@Nullable String> hashedPosts(List<String> sessions) {
    return sessions.isEmpty()
        ? List.of()
        : pool.use(
            masters ->
                masters.call(
                    pipeline -> pipeline.hmget(keys.viewers(), sessions.toArray(String[]::new))));
  }

  /** What each session's key says. */
  List<@Nullable String> keyedPosts(List<String> sessions) {
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

  /**
   * Those that are no members of their post's set.
   *
   * @param sessionsOf post → sessions
   */
  List<String> noMembers(Map<String, List<String>> sessionsOf) {
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
      calls.errors().logOrThrow("a key of a session is no string", e);
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
      calls.errors().log("a viewers: key is no set", e);
      return List.of();
    }
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
      calls.errors().logOrThrow("a viewers: key is no set", e);
      return 0;
    }
  }
}
