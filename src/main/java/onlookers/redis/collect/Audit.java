package onlookers.redis.collect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.presence.ActiveSession;
import onlookers.presence.Post;
import onlookers.presence.SessionSource;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.events.KeyspaceListener;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.CoalescedTask;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;
import onlookers.runtime.TimerWheel;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps this node's sessions in Redis, at no cost while nothing happens:
 *
 * <ul>
 *   <li>each is renewed when nearly {@linkplain #renewal three quarters} of {@code session.ttl}
 *       have passed since it was written;
 *   <li>each is looked at 2 s and 5 s after it was written for another reason, because a foreign
 *       collector that is late may just be removing what was written;
 *   <li>those of a post are looked at when its set was removed;
 *   <li>one of which somebody else has seen that it was removed is written again.
 * </ul>
 *
 * <p>What is missing or owned by another node is written again; that step asks anew, in one go, so
 * that what was seen may be out of date. Where nothing is to be looked at, this wakes once a
 * second.
 */
public final class Audit implements KeyspaceListener.LossHandler {
  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  /** How often to look while there is something to look at. */
  private static final Duration TICK = Duration.ofMillis(250);

  /** How often to renew, if sessions live long enough: what is due by then goes together. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  /** How often each session is met from one of its renewals to the next. */
  private static final int ROUNDS = 16;

  /** So much of its life a key has left when it is renewed, if that is not more than two thirds. */
  private static final Duration IN_HAND = Duration.ofMinutes(1);

  private static final List<Duration> LOOKS = List.of(Duration.ofSeconds(2), Duration.ofSeconds(5));

  /** The most sessions that one pipeline asks for. */
  private static final int STEP = 500;

  private final RedisPool pool;
  private final ScriptCalls calls;
  private final OwnSessionChecker checker;
  private final Duration round;
  private final Duration step;

  /** Who was written before that would be too old at the next round. */
  private final Duration due;

  private final Scheduler clock;
  private final TimerWheel<String> looks;

  private final CoalescedTask nextLook;

  private final Set<Post> removedSets = ConcurrentHashMap.newKeySet();
  private final Set<String> removedSessions = ConcurrentHashMap.newKeySet();

  private volatile @Nullable SessionSource sessions;

  /** The thread that writes a session again for no other reason than that it is time. */
  private volatile @Nullable Thread renewer;

  /**
   * An audit that looks at nothing until it is started.
   *
   * @param pool its connections
   * @param ttl of a session
   * @param clock on which it works; whoever made it ends it
   */
  public Audit(RedisPool pool, ScriptCalls calls, Duration ttl, Scheduler clock) {
    this.clock = clock;
    this.round = renewal(ttl).dividedBy(ROUNDS);
    this.step = round.compareTo(LONGEST_STEP) < 0 ? round : LONGEST_STEP;
    this.due = renewal(ttl).minus(round).minus(step);
    this.looks = new TimerWheel<>(clock, TICK);
    this.nextLook = new CoalescedTask(clock, TICK, this::lookAndGoOn);
    this.pool = pool;
    this.calls = calls;
    this.checker = new OwnSessionChecker(pool, calls);
  }

  /**
   * How long after it was written a session is renewed at the latest: when three quarters of its
   * life are over, or a minute before its end where that is sooner, but not before a third is over.
   *
   * <p>What is left is for nothing but the time in which this node cannot reach a Redis that lives
   * on, and such a node is taken for dead after twice {@code node.lease}. No renewal gets lost
   * otherwise: when the connection has broken, all sessions are written again.
   */
  static Duration renewal(Duration ttl) {
    Duration most = ttl.multipliedBy(3).dividedBy(4);
    Duration late = ttl.minus(IN_HAND);
    Duration least = ttl.dividedBy(3);
    Duration bounded = late.compareTo(most) < 0 ? late : most;
    return bounded.compareTo(least) < 0 ? least : bounded;
  }

  /** Begins to renew and to restore the source's sessions. */
  public void start(SessionSource source) {
    sessions = source;
    SessionWalk walk = new SessionWalk(source, Math.toIntExact(round.dividedBy(step)));
    clock.every(step, () -> Guard.each(walk.next(), session -> renewIfDue(session, source)));
    lookSoon(); // at what was asked for before
  }

  /** The session is being written as viewing a post. Called often; returns at once. */
  public void written(String session) {
    if (Thread.currentThread() != renewer) {
      LOOKS.forEach(delay -> looks.add(session, delay));
      lookSoon();
    }
  }

  @Override
  public void setRemoved(Post post) {
    removedSets.add(post);
    lookSoon();
  }

  @Override
  public void sessionRemoved(String session) {
    SessionSource source = sessions;
    if (source != null && source.has(session)) { // so many at most as this node has
      removedSessions.add(session);
      lookSoon();
    }
  }

  @Override
  public void everythingRemoved() {
    SessionSource source = sessions;
    if (source != null) {
      source.ids().forEachRemaining(session -> looks.add(session, Duration.ZERO));
      lookSoon();
    }
  }

  /** The next look comes within a tick, and others as long as there is something to wait for. */
  private void lookSoon() {
    if (sessions != null) {
      nextLook.request();
    }
  }

  private void lookAndGoOn() {
    try {
      lookAtAll(Objects.requireNonNull(sessions, "not started"));
    } finally {
      if (!looks.isEmpty()) {
        lookSoon();
      }
    }
  }

  private void lookAtAll(SessionSource source) {
    Guard.each(taken(removedSessions), source::rewrite);
    List<ActiveSession> seen = new ArrayList<>(source.active(taken(removedSets)));
    new HashSet<>(looks.takeDue())
        .stream().map(source::active).filter(Objects::nonNull).forEach(seen::add);
    look(seen.stream().filter(ActiveSession::connected).toList(), source);
  }

  private static <T> Set<T> taken(Set<T> all) {
    Set<T> taken = new HashSet<>(all);
    all.removeAll(taken);
    return taken;
  }

  private void renewIfDue(String session, SessionSource source) {
    if (source.isWrittenBefore(session, clock.nanoTime() - due.toNanos() + 1)) {
      renew(session, source);
    }
  }

  private void renew(String session, SessionSource source) {
    renewer = Thread.currentThread();
    try {
      source.renew(session);
    } finally {
      renewer = null;
    }
  }

  private void look(List<ActiveSession> sessions, SessionSource source) {
    for (int from = 0; from < sessions.size(); from += STEP) {
      List<ActiveSession> step = sessions.subList(from, Math.min(sessions.size(), from + STEP));
      try {
        Guard.each(pool.ask(() -> checker.differing(step)), source::rewrite);
      } catch (JedisDataException e) {
        calls.errors().log("the audit of this node's sessions", e);
      } catch (JedisException | RedisAwayException e) {
        LOG.log(System.Logger.Level.DEBUG, "no audit: {0}", RootCause.of(e));
      }
    }
  }
}
