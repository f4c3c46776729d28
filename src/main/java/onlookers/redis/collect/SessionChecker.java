package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Compares what Redis says of sessions in three places: a session's key, the hash, and the set of
 * its post. It only looks; what does not look right is looked at again by the script that mends it.
 */
final class SessionChecker {
  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;

  SessionChecker(RedisPool pool, ScriptCalls calls) {
    this.pool = pool;
    this.keys = calls.keys();
    this.calls = calls;
  }

  /**
   * Those of the hash's entries whose key or set says something else.
   *
   * @param entries session → post
   */
  Collection<String> suspects(Map<String, String> entries) {
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
    Map<String, String> owned = owned(List.copyOf(sessions));
    List<String> names = List.copyOf(owned.keySet());
    List<@Nullable String> truths = truths(names);
    Map<String, String> bereft = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (truths.get(i) == null) {
        bereft.put(names.get(i), owned.get(names.get(i)));
      }
    }
    return bereft;
  }

  /** Those that a node owns, and which; most that have ended had no owner any more. */
  private Map<String, String> owned(List<String> sessions) {
    List<@Nullable String> owners = texts(sessions.stream().map(keys::owner).toList());
    Map<String, String> owned = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      String owner = owners.get(i);
      if (owner != null && Owner.isHolder(owner)) {
        owned.put(sessions.get(i), owner);
      }
    }
    return owned;
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

  /** Those of the sessions with a key of which the hash says something else, or nothing. */
  Collection<String> unknown(List<String> sessions) {
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
        : pool.use(
            masters ->
                masters.call(
                    pipeline -> pipeline.hmget(keys.viewers(), sessions.toArray(String[]::new))));
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
}
