package onlookers.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** The calls of the scripts in the name of one owner: which keys, which arguments. */
final class ScriptCalls {
  private static final System.Logger LOG = System.getLogger(ScriptCalls.class.getName());
  private static final String NO_VISIT = "";
  private static final String NO_WINDOW = "0";

  private final Keys keys;
  private final String owner;
  private final RedisPolicy policy;
  private final LogLimit limit = new LogLimit(System::nanoTime);

  ScriptCalls(Keys keys, Owner owner, RedisPolicy policy) {
    this.keys = keys;
    this.owner = owner.name();
    this.policy = policy;
  }

  String owner() {
    return owner;
  }

  Response<Object> view(Pipeline pipeline, Viewing viewing, String kind, long number) {
    String session = viewing.session();
    Post post = viewing.post();
    return Script.VIEW.queue(
        pipeline,
        List.of(
            keys.session(session),
            keys.viewers(),
            keys.viewers(post),
            keys.views(post),
            keys.owner(session),
            keys.sessionsOf(owner),
            keys.posts(),
            keys.writtenBy(owner),
            visitKey(viewing),
            visitorKey(viewing)),
        List.of(
            session,
            post.id(),
            policy.ttlSeconds(),
            owner,
            keys.prefix(),
            kind,
            Long.toString(number),
            visitSeconds(viewing),
            windowSeconds(viewing),
            policy.ownerSeconds()));
  }

  Response<Object> count(Pipeline pipeline, ViewLedger.Unwritten views, long number) {
    Viewing viewing = views.viewing();
    return Script.COUNT.queue(
        pipeline,
        List.of(
            keys.views(viewing.post()),
            keys.writtenBy(owner),
            visitKey(viewing),
            visitorKey(viewing)),
        List.of(
            Long.toString(views.amount()),
            Long.toString(number),
            visitSeconds(viewing),
            windowSeconds(viewing),
            policy.ownerSeconds()));
  }

  Response<Object> leave(Pipeline pipeline, String session, @Nullable Post post, boolean remember) {
    return Script.LEAVE.queue(
        pipeline,
        List.of(
            keys.session(session),
            keys.viewers(),
            keys.owner(session),
            keys.sessionsOf(owner),
            keys.posts()),
        List.of(
            session,
            owner,
            keys.prefix(),
            post == null ? "" : post.id(),
            remember ? policy.ttlSeconds() : "0"));
  }

  /**
   * Renews this owner's lease. Does not return before Redis has done so, or has refused because of
   * what a key holds: that is no reason to give up the sessions.
   */
  void renewLease(Jedis jedis) {
    try {
      renewLeaseOnce(jedis).get();
    } catch (JedisNoScriptException forgotten) {
      Script.loadAll(jedis.pipelined());
      renewLeaseOnce(jedis).get();
    } catch (JedisDataException e) {
      refused("the lease of this node", e);
    }
  }

  private Response<Object> renewLeaseOnce(Jedis jedis) {
    Pipeline pipeline = jedis.pipelined();
    Response<Object> lease =
        Script.LEASE.queue(
            pipeline,
            List.of(keys.nodes(), keys.sessionsOf(owner), keys.writtenBy(owner)),
            List.of(owner, policy.leaseMillis(), policy.ownerSeconds()));
    pipeline.sync();
    return lease;
  }

  /** The number of the last view of this owner that Redis has, 0 if it knows of none. */
  long lastWritten(Jedis jedis) {
    try {
      String number = jedis.get(keys.writtenBy(owner));
      return number == null ? 0 : Long.parseLong(number);
    } catch (NumberFormatException e) {
      warn(keys.writtenBy(owner), new JedisDataException("not an integer", e));
    } catch (JedisDataException e) {
      refused(keys.writtenBy(owner), e);
    }
    return 0;
  }

  Response<Object> retire(Pipeline pipeline, String whom) {
    return Script.RETIRE.queue(
        pipeline,
        List.of(keys.nodes(), keys.sessionsOf(whom), keys.writtenBy(whom)),
        List.of(whom, whom.equals(owner) ? "1" : "0"));
  }

  Response<Object> lock(Pipeline pipeline, Duration length, boolean force) {
    return Script.LOCK.queue(
        pipeline,
        List.of(keys.collector()),
        List.of(owner, Long.toString(length.toMillis()), force ? "1" : "0"));
  }

  Response<Object> settle(Pipeline pipeline, String session, @Nullable Post seen) {
    return Script.SETTLE.queue(
        pipeline,
        List.of(
            keys.session(session), keys.viewers(), keys.owner(session), keys.nodes(), keys.posts()),
        List.of(session, keys.prefix(), seen == null ? "" : seen.id()));
  }

  Response<Object> bury(Pipeline pipeline, String session, String dead) {
    return Script.BURY.queue(
        pipeline,
        List.of(
            keys.session(session),
            keys.viewers(),
            keys.owner(session),
            keys.nodes(),
            keys.posts(),
            keys.sessionsOf(dead)),
        List.of(session, dead, keys.prefix()));
  }

  Response<Object> dead(Pipeline pipeline, String nodes) {
    return Script.DEAD.queue(pipeline, List.of(nodes), List.of());
  }

  Response<Object> rank(Pipeline pipeline, Post post) {
    return Script.RANK.queue(
        pipeline, List.of(keys.viewers(post), keys.posts()), List.of(post.id()));
  }

  Response<Object> importOnce(Pipeline pipeline, Map<Post, Long> views) {
    List<String> names = new ArrayList<>(List.of(keys.imported()));
    List<String> arguments = new ArrayList<>();
    views.forEach(
        (post, number) -> {
          names.add(keys.views(post));
          arguments.add(post.id());
          arguments.add(number.toString());
        });
    return Script.IMPORT.queue(pipeline, names, arguments);
  }

  /**
   * Logs what Redis refused because of what a key holds.
   *
   * @throws JedisDataException the reply itself, when it is about the server and not about a key
   */
  void refused(String what, JedisDataException reply) {
    if (RedisAwayException.is(reply)) {
      throw reply;
    }
    warn(what, reply);
  }

  /** Logs what Redis refused, unless it has been said within ten seconds, or much else has. */
  void warn(String what, JedisDataException reply) {
    if (limit.permits(what)) {
      LOG.log(System.Logger.Level.WARNING, "Redis refused: {0}: {1}", what, reply.getMessage());
    }
  }

  private String visitKey(Viewing viewing) {
    String visit = viewing.visit();
    return visit == null ? keys.views(viewing.post()) : keys.visit(viewing.post(), visit);
  }

  private String visitorKey(Viewing viewing) {
    String visitor = viewing.visitor();
    return visitor == null ? keys.views(viewing.post()) : keys.visitor(viewing.post(), visitor);
  }

  private static String visitSeconds(Viewing viewing) {
    return viewing.visit() == null ? NO_VISIT : RedisPolicy.visitSeconds();
  }

  private String windowSeconds(Viewing viewing) {
    return viewing.visitor() == null ? NO_WINDOW : policy.windowSeconds();
  }
}
