package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.Reconciliation;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What the collector does about sessions that do not look right: where their key is, hash and sets
 * are made to agree with it; where it is gone, they are removed, unless a living node owns them,
 * which is asked to write them again.
 */
final class SessionReconciler {
  private static final int MAX_ROUNDS = 8;

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final SessionReaper reaper;

  SessionReconciler(RedisPool pool, Keys keys, ScriptCalls calls) {
    this.pool = pool;
    this.keys = keys;
    this.calls = calls;
    this.reaper = new SessionReaper(calls);
  }

  /**
   * Settles sessions; returns how many were removed.
   *
   * @param seen the post in whose set they were seen, {@code null} for none
   */
  long reconcile(Collection<String> sessions, @Nullable Post seen) {
    return pool.use(masters -> reconcile(masters, sessions, seen));
  }

  private long reconcile(
      MasterConnections masters, Collection<String> sessions, @Nullable Post seen) {
    Map<String, Response<String>> keyed = new LinkedHashMap<>();
    Map<String, Response<String>> owners = new LinkedHashMap<>();
    RoutedPipeline pipeline = masters.pipelined();
    for (String session : sessions) {
      keyed.put(session, pipeline.get(keys.session(session)));
      owners.put(session, pipeline.get(keys.owner(session)));
    }
    pipeline.sync();
    // After the owners: a node writes its lease before its sessions, so whoever owns one is there.
    Leases leases = Leases.of(masters.call(calls.nodes()::expired));
    List<Reconciliation> due = new ArrayList<>();
    Map<String, String> orphans = new LinkedHashMap<>();
    for (String session : sessions) {
      String owner = text(owners.get(session));
      if (owner != null && Owner.isHolder(owner)) {
        if (!leases.know(owner)) {
          orphans.put(session, owner);
        } else if (leases.alive().contains(owner) && text(keyed.get(session)) == null) {
          continue; // its node writes it again, or ends it
        }
      }
      due.add(new Reconciliation(keys, session, seen));
    }
    reaper.reap(masters, orphans);
    return reconcile(masters, due);
  }

  /**
   * Ends sessions of dead owners, where they still are theirs; returns how many.
   *
   * @param doomed session → dead owner
   * @param entries session → post, as the hash says
   */
  long reap(Map<String, String> doomed, Map<String, String> entries) {
    if (doomed.isEmpty()) {
      return 0;
    }
    return pool.use(
        masters -> {
          List<String> reaped = reaper.reap(masters, doomed);
          List<Reconciliation> due = new ArrayList<>();
          for (String session : reaped) {
            due.add(new Reconciliation(keys, session, post(entries.get(session))));
          }
          reconcile(masters, due);
          return (long) reaped.size();
        });
  }

  private static @Nullable Post post(@Nullable String text) {
    return text == null ? null : Post.parse(text);
  }

  /** Returns how many were removed. */
  private long reconcile(MasterConnections masters, List<Reconciliation> all) {
    RoutedPipeline pipeline = masters.pipelined();
    all.forEach(one -> one.begin(pipeline));
    pipeline.sync();
    List<Reconciliation> due = all;
    for (int round = 0; round < MAX_ROUNDS && !due.isEmpty(); round++) {
      due = due.stream().filter(one -> goOn(one, pipeline)).toList();
      pipeline.sync();
    }
    return all.stream().filter(this::hasRemoved).count();
  }

  private boolean goOn(Reconciliation one, RoutedPipeline pipeline) {
    try {
      return one.goOn(pipeline);
    } catch (JedisDataException e) {
      calls.errors().logOrThrow("a session that does not look right", e);
      return false;
    }
  }

  private boolean hasRemoved(Reconciliation one) {
    try {
      return one.hasRemoved();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow("a session that is to be removed", e);
      return false;
    }
  }

  private @Nullable String text(@Nullable Response<String> answer) {
    try {
      return answer == null ? null : answer.get();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow("a session's key", e);
      return null;
    }
  }
}
