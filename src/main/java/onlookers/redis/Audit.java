package onlookers.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import onlookers.presence.LivingSession;
import onlookers.presence.Post;
import onlookers.presence.Tidings;
import onlookers.presence.Viewing;
import onlookers.runtime.Guard;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.PipeliningBase;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Looks whether Redis still says of this node's sessions what this node wrote, a slice at a time,
 * all of them within two seconds, or a third of {@code session.ttl} if that is shorter. What is
 * missing, due for renewal or owned by another node is written again; that step asks anew, in one
 * go, so that what this one saw may be out of date.
 *
 * <p>Reads cost four commands a slice and one more for each post in it.
 */
final class Audit {
  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  /** Two rounds, for a session that has come after the list was made, are less than 5 s. */
  private static final Duration ROUND = Duration.ofSeconds(2);

  private static final int SLICES = 12;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final String owner;
  private final Duration pause;
  private final long renewAfterNanos;
  private final SchedulerThread clock = new SchedulerThread("onlookers-audit");

  Audit(RedisNode node, Duration ttl) {
    this.pool = node.collector();
    this.keys = node.keys();
    this.calls = node.calls();
    this.owner = calls.owner();
    Duration third = ttl.dividedBy(3);
    this.pause = (third.compareTo(ROUND) < 0 ? third : ROUND).dividedBy(SLICES);
    this.renewAfterNanos = third.minus(pause).toNanos();
  }

  void start(Tidings tidings) {
    AuditRound<LivingSession> round = new AuditRound<>(SLICES, () -> connected(tidings));
    clock.every(pause, () -> audit(round.next(), tidings));
  }

  void close() {
    clock.close();
  }

  private static List<LivingSession> connected(Tidings tidings) {
    return tidings.living().stream().filter(LivingSession::connected).toList();
  }

  private void audit(List<LivingSession> slice, Tidings tidings) {
    if (slice.isEmpty()) {
      return;
    }
    Predicate<LivingSession> due = this::isDue;
    slice.stream().filter(due).map(LivingSession::id).forEach(id -> rewrite(tidings, id));
    try {
      List<LivingSession> others = slice.stream().filter(due.negate()).toList();
      pool.ask(() -> differing(others)).forEach(id -> rewrite(tidings, id));
    } catch (JedisDataException e) {
      calls.warn("the audit of this node's sessions", e);
    } catch (JedisException e) {
      LOG.log(System.Logger.Level.DEBUG, "no audit: {0}", Reason.of(e));
    }
  }

  private static void rewrite(Tidings tidings, String session) {
    Guard.run(() -> tidings.rewrite(session));
  }

  /** The sessions of which Redis says something else. */
  private List<String> differing(List<LivingSession> slice) {
    if (slice.isEmpty()) {
      return List.of();
    }
    return pool.use(masters -> differing(masters, slice));
  }

  private List<String> differing(MasterConnections masters, List<LivingSession> slice) {
    List<String> ids = slice.stream().map(one -> one.viewing().session()).toList();
    List<Response<String>> posts = new ArrayList<>();
    List<Response<String>> owners = new ArrayList<>();
    Map<Post, Membership> sets = new HashMap<>();
    RoutedPipeline pipeline = masters.pipelined();
    for (String id : ids) {
      posts.add(pipeline.get(keys.session(id)));
      owners.add(pipeline.get(keys.owner(id)));
    }
    Response<List<String>> hashed = pipeline.hmget(keys.viewers(), ids.toArray(String[]::new));
    slice.forEach(one -> membership(sets, one.viewing()));
    sets.forEach((post, membership) -> membership.ask(pipeline, keys.viewers(post)));
    pipeline.sync();
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < slice.size(); i++) {
      Viewing viewing = slice.get(i).viewing();
      boolean same =
          isPost(posts.get(i).get(), viewing)
              && isPost(hashed(hashed, i, viewing), viewing)
              && owner.equals(owners.get(i).get())
              && membership(sets, viewing).isMember(viewing.session());
      if (!same) {
        differing.add(viewing.session());
      }
    }
    return differing;
  }

  /** What the hash says; what is no hash is nothing that writing again would mend. */
  private String hashed(Response<List<String>> hashed, int i, Viewing viewing) {
    try {
      return hashed.get().get(i);
    } catch (JedisDataException e) {
      calls.refused(keys.viewers(), e);
      return viewing.post().id();
    }
  }

  private static Membership membership(Map<Post, Membership> sets, Viewing viewing) {
    Membership membership = sets.computeIfAbsent(viewing.post(), post -> new Membership());
    membership.add(viewing.session());
    return membership;
  }

  private static boolean isPost(@Nullable String text, Viewing viewing) {
    return Objects.equals(text, viewing.post().id());
  }

  private boolean isDue(LivingSession session) {
    return clock.nanoTime() - session.writtenNanos() >= renewAfterNanos;
  }

  /** The sessions of one slice that view one post: one question for all. */
  private static final class Membership {
    private final List<String> sessions = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private @Nullable Response<List<Boolean>> answer;

    void add(String session) {
      if (places.putIfAbsent(session, sessions.size()) == null) {
        sessions.add(session);
      }
    }

    void ask(PipeliningBase pipeline, String key) {
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
