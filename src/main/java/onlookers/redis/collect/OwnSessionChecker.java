package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlookers.presence.ActiveSession;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Compares what Redis says of this node's own sessions with what the node knows of them. */
final class OwnSessionChecker {
  private final RedisPool pool;
  private final ScriptCalls calls;
  private final Keys keys;
  private final String owner;

  OwnSessionChecker(RedisPool pool, ScriptCalls calls) {
    this.pool = pool;
    this.calls = calls;
    this.keys = calls.keys();
    this.owner = calls.owner();
  }

  /** The sessions of which Redis says something else. */
  List<String> differing(List<ActiveSession> sessions) {
    List<Found> found = new ArrayList<>(sessions.size());
    Map<Post, Membership> sets = new HashMap<>();
    sessions.forEach(one -> membership(sets, one.viewing()));
    pool.use(
        masters -> {
          RoutedPipeline pipeline = masters.pipelined();
          sessions.forEach(session -> found.add(ask(pipeline, session.viewing())));
          sets.forEach((post, membership) -> membership.ask(pipeline, keys.viewers(post)));
          pipeline.sync();
          return true;
        });
    return found.stream()
        .filter(one -> !one.isSound(sets))
        .map(one -> one.viewing().session())
        .toList();
  }

  private Found ask(AbstractPipeline pipeline, Viewing viewing) {
    String session = viewing.session();
    return new Found(
        viewing,
        pipeline.get(keys.session(session)),
        pipeline.hget(keys.viewers(), session),
        pipeline.get(keys.owner(session)));
  }

  private static Membership membership(Map<Post, Membership> sets, Viewing viewing) {
    Membership membership = sets.computeIfAbsent(viewing.post(), post -> new Membership());
    membership.add(viewing.session());
    return membership;
  }

  /** What the keys of one session say. */
  private final class Found {
    private final Viewing viewing;
    private final Response<String> key;
    private final Response<String> hashed;
    private final Response<String> recorded;

    Found(
        Viewing viewing, Response<String> key, Response<String> hashed, Response<String> recorded) {
      this.viewing = viewing;
      this.key = key;
      this.hashed = hashed;
      this.recorded = recorded;
    }

    Viewing viewing() {
      return viewing;
    }

    boolean isSound(Map<Post, Membership> sets) {
      String session = viewing.session();
      String post = viewing.post().id();
      return says(key, post, keys.session(session))
          && says(hashed, post, keys.viewers())
          && says(recorded, owner, keys.owner(session))
          && membership(sets, viewing).isMember(session);
    }

    /** What is of another type is nothing that writing again would mend. */
    private boolean says(Response<String> answer, String expected, String from) {
      try {
        return expected.equals(answer.get());
      } catch (JedisDataException e) {
        calls.errors().logOrThrow(from, e);
        return true;
      }
    }
  }

  /** The sessions that view one post: one question for all. */
  private static final class Membership {
    private final List<String> sessions = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private @Nullable Response<List<Boolean>> answer;

    void add(String session) {
      if (places.putIfAbsent(session, sessions.size()) == null) {
        sessions.add(session);
      }
    }

    void ask(AbstractPipeline pipeline, String key) {
      answer = pipeline.smismember(key, sessions.toArray(String[]::new));
    }

    /** Whether it is a member; what is no set is nothing that writing again would mend. */
    boolean isMember(String session) {
      Integer place = places.get(session);
      try {
        return answer != null && place != null && answer.get().get(place);
      } catch (JedisDataException noSet) {
        return true;
      }
    }
  }
}
