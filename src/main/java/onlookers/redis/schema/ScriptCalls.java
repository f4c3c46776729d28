package onlookers.redis.schema;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.connect.LogLimit;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.Script;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** The calls of the scripts in the name of one owner: which keys, which arguments. */
public final class ScriptCalls {
  private static final System.Logger LOG = System.getLogger(ScriptCalls.class.getName());
  private static final String SEEN = "seen";
  private static final String COUNTED = "counted";
  private static final String NO_VISIT = "";
  private static final String NO_WINDOW = "0";

  /** How a session is claimed. */
  public enum Claim {
    /** By whoever has it, or found it ownerless. */
    WRITE("write"),
    /** Whoever has it, unless it has ended. */
    RECLAIM("reclaim"),
    /** From whoever has it, if it is alive. */
    RESUME("resume"),
    /** The same, also if it is parked, by a node that lives. */
    RESUME_PARKED("resume parked");

    private final String word;

    Claim(String word) {
      this.word = word;
    }
  }

  private final Keys keys;
  private final String owner;
  private final RedisPolicy policy;
  private volatile boolean earlier;
  private final LogLimit limit = new LogLimit(System::nanoTime);

  /**
   * @param keys what they are about
   * @param owner in whose name they are sent
   * @param policy how long what they write lives
   */
  public ScriptCalls(Keys keys, Owner owner, RedisPolicy policy) {
    this.keys = keys;
    this.owner = owner.name();
    this.policy = policy;
  }

  /** In whose name they are sent: {@code <node.id>:<incarnation>}. */
  public String owner() {
    return owner;
  }

  /** How long a node's lease lasts. */
  public Duration lease() {
    return policy.lease();
  }

  /** What they are about. */
  public Keys keys() {
    return keys;
  }

  /**
   * Claims a session for this owner.
   *
   * @param former from whom it was taken over a short while ago, empty for nobody: what is still
   *     that one's is claimed, too; as {@link Owner#ended}, what that one has ended
   */
  public Response<Object> claim(
      AbstractPipeline pipeline, String session, Post post, Claim how, String former) {
    return Script.CLAIM.queue(
        pipeline,
        sessionKeys(session),
        List.of(post.id(), owner, policy.ttlSeconds(), how.word, former));
  }

  /**
   * The same for a session that was never written, and whose id nobody else knows: there is nothing
   * to look at before. The owner first, so that it is nobody's at no time; and only where there is
   * none: these may arrive late, when their connection has long been given up, and the session was
   * written by another one and has gone elsewhere since.
   *
   * @return the answers
   */
  public List<Response<String>> claimFirst(AbstractPipeline pipeline, String session, Post post) {
    SetParams once = SetParams.setParams().nx().ex(policy.ttl().toSeconds());
    return List.of(
        pipeline.set(keys.owner(session), owner, once),
        pipeline.set(keys.session(session), post.id(), once));
  }

  /**
   * Notifies a former owner to look after a session: it may have the socket still, and learns that
   * the session is another node's by now. May get lost; the node finds out by itself when it
   * renews.
   *
   * @param former who that was, perhaps this node or nobody
   */
  public void notifyFormerOwner(AbstractPipeline pipeline, String former, String session) {
    if (isAnother(former)) {
      pipeline.publish(keys.rewrite(former), session);
    }
  }

  /** Whether a session that is recorded so is another node's, and no one has ended it. */
  public boolean isAnother(String recorded) {
    return !recorded.isEmpty() && !recorded.equals(owner) && !Owner.isEnded(recorded);
  }

  /**
   * Parks a session of this owner, or renews that it is.
   *
   * @param former as for {@link #claim}: what is still that one's is parked, too
   */
  public Response<Object> park(
      AbstractPipeline pipeline, String session, Post post, String former) {
    return Script.PARK.queue(
        pipeline, sessionKeys(session), List.of(post.id(), owner, policy.ttlSeconds(), former));
  }

  /**
   * Releases a session of this owner.
   *
   * @param remember whether an earlier owner may wake up, which must not write it again
   * @param former as for {@link #claim}: what is still that one's is released, too
   */
  public Response<Object> release(
      AbstractPipeline pipeline, String session, boolean remember, String former) {
    return Script.RELEASE.queue(
        pipeline,
        sessionKeys(session),
        List.of(owner, remember ? policy.ttlSeconds() : "0", former));
  }

  /**
   * Removes the key of a session whose owner is dead, if that one is still its owner; the answer is
   * for {@link SessionReply#of}.
   */
  public Response<Object> reap(AbstractPipeline pipeline, String session, String dead) {
    return Script.REAP.queue(pipeline, sessionKeys(session), List.of(dead));
  }

  private List<String> sessionKeys(String session) {
    return List.of(keys.session(session), keys.owner(session));
  }

  /**
   * Adds views.
   *
   * @param number counted up with each of this owner's views
   * @param replayed whether they were acknowledged by a server that had other data than this one
   * @param after the number that must be written before them, 0 for none
   * @param resent whether they were taken before: then a page load that is only seen is counted
   */
  public Response<Object> addViews(
      AbstractPipeline pipeline,
      Viewing viewing,
      long amount,
      long number,
      boolean replayed,
      long after,
      boolean resent) {
    return Script.ADD_VIEWS.queue(
        pipeline,
        List.of(
            keys.views(viewing.post()),
            keys.writtenBy(owner, viewing.post()),
            visitKey(viewing),
            visitorKey(viewing)),
        List.of(
            Long.toString(amount),
            Long.toString(number),
            viewing.visit() == null ? NO_VISIT : RedisPolicy.visitSeconds(),
            viewing.visitor() == null ? NO_WINDOW : policy.windowSeconds(),
            policy.ownerSeconds(),
            replayed ? "1" : "0",
            Long.toString(after),
            resent ? "1" : "0"));
  }

  /**
   * Marks the page load as seen, if it has a name; else there is no answer. It is not counted anew,
   * unless a node has taken its view before and could not write it.
   */
  public @Nullable Response<String> markSeen(AbstractPipeline pipeline, Viewing viewing) {
    return mark(pipeline, viewing, SEEN);
  }

  /** Marks the page load as counted, likewise. */
  public @Nullable Response<String> markCounted(AbstractPipeline pipeline, Viewing viewing) {
    return mark(pipeline, viewing, COUNTED);
  }

  private @Nullable Response<String> mark(AbstractPipeline pipeline, Viewing viewing, String mark) {
    if (viewing.visit() == null) {
      return null;
    }
    if (earlier) {
      markEarlierVisit(pipeline, viewing.post(), viewing.visit());
    }
    return pipeline.set(visitKey(viewing), mark, visitOnce());
  }

  /**
   * Marks page load and visitor where nodes of the version before look.
   *
   * @return an answer for each, {@code null} where it was marked before: then the view is counted
   *     already. Empty where no such node can have counted it.
   */
  public List<Response<String>> markEarlier(AbstractPipeline pipeline, Viewing viewing) {
    List<Response<String>> marks = new ArrayList<>(2);
    if (earlier && viewing.visit() != null) {
      marks.add(markEarlierVisit(pipeline, viewing.post(), viewing.visit()));
    }
    if (earlier && viewing.visitor() != null && !policy.window().isZero()) {
      SetParams once = SetParams.setParams().nx().ex(policy.window().toSeconds());
      marks.add(pipeline.set(keys.visitorEarlier(viewing.post(), viewing.visitor()), "1", once));
    }
    return marks;
  }

  private Response<String> markEarlierVisit(AbstractPipeline pipeline, Post post, String visit) {
    return pipeline.set(keys.visitEarlier(post, visit), "1", visitOnce());
  }

  private static SetParams visitOnce() {
    return SetParams.setParams().nx().ex(Long.parseLong(RedisPolicy.visitSeconds()));
  }

  /** From now on nodes of the version before are reckoned with, or no longer. */
  public void earlier(boolean value) {
    earlier = value;
  }

  /** Whose the session is by what a node of the version before wrote, if there can be one. */
  public @Nullable Response<String> ownerEarlier(AbstractPipeline pipeline, String session) {
    return earlier ? pipeline.get(keys.ownerEarlier(session)) : null;
  }

  /** Takes a session from a node of the version before, so that it lets it go. */
  public Response<String> adoptEarlier(AbstractPipeline pipeline, String session) {
    SetParams ttl = SetParams.setParams().ex(policy.ttl().toSeconds());
    return pipeline.set(keys.ownerEarlier(session), owner, ttl);
  }

  /** Renews this owner's lease; the answer is 1 when it is new. */
  public Response<Object> lease(AbstractPipeline pipeline) {
    return Script.LEASE.queue(
        pipeline, List.of(keys.nodes()), List.of(owner, policy.leaseMillis()));
  }

  /**
   * Answers with three lists: owners whose lease is over, owners whose lease is not, and those of
   * the first for which it has been for longer than this owner's lasts.
   */
  public Response<Object> expired(AbstractPipeline pipeline) {
    return Script.EXPIRED.queue(
        pipeline,
        List.of(keys.nodes()),
        List.of(policy.leaseMillis(), RedisPolicy.longestLeaseMillis()));
  }

  /** Answers with the owners and the milliseconds that their leases last, one after the other. */
  public Response<Object> nodes(AbstractPipeline pipeline, int most) {
    return Script.NODES.queue(pipeline, List.of(keys.nodes()), List.of(Integer.toString(most)));
  }

  /** Removes an owner from the nodes; the answer is 1, or 0 when its lease is not over. */
  public Response<Object> deregister(AbstractPipeline pipeline, String whom) {
    return Script.DEREGISTER.queue(pipeline, List.of(keys.nodes()), List.of(whom));
  }

  /**
   * Takes the collector's lock or keeps it; the answer is 2 when it was taken, 1 when it was kept,
   * 0 when another owner has it.
   *
   * @param length how long it lasts from now, in whole milliseconds
   * @param force whether it is taken from whoever has it
   */
  public Response<Object> lock(AbstractPipeline pipeline, Duration length, boolean force) {
    return Script.LOCK.queue(
        pipeline,
        List.of(keys.collector()),
        List.of(
            owner,
            Long.toString(length.toMillis()),
            force ? "1" : "0",
            RedisPolicy.longestLeaseMillis()));
  }

  /**
   * Adds views to those of their day.
   *
   * @param replayed whether they were acknowledged by a server that had other data than this one
   */
  public Response<Object> addDay(AbstractPipeline pipeline, DayBatch batch, boolean replayed) {
    LocalDate day = batch.day();
    List<String> arguments = new ArrayList<>(6 + 2 * batch.views().size());
    arguments.add(Long.toString(batch.number()));
    arguments.add(Long.toString(RedisPolicy.dayExpiresAt(day)));
    arguments.add(policy.ownerSeconds());
    arguments.add(Integer.toString(DayBatch.NUMBERS_KEPT));
    arguments.add(Integer.toString(DayBatch.MAX_POSTS_OF_A_DAY));
    arguments.add(replayed ? "1" : "0");
    batch
        .views()
        .forEach(
            (post, views) -> {
              arguments.add(post.id());
              arguments.add(Long.toString(views));
            });
    return Script.ADD_DAY.queue(
        pipeline,
        List.of(keys.day(day), keys.dayTotal(day), keys.dayBatches(day, owner)),
        arguments);
  }

  /** Remembers how many viewers there were, for the minute and the hour. */
  public Response<Object> peak(
      AbstractPipeline pipeline, LocalDate day, String minute, String hour, long viewers) {
    return Script.PEAK.queue(
        pipeline,
        List.of(keys.peak(day)),
        List.of(
            Long.toString(viewers), Long.toString(RedisPolicy.dayExpiresAt(day)), minute, hour));
  }

  /**
   * Sets a post's views, or only raises them; the answer is whether that changed them, and them.
   */
  public Response<Object> setViews(
      AbstractPipeline pipeline, Post post, long views, boolean raise) {
    return Script.SET_VIEWS.queue(
        pipeline, List.of(keys.views(post)), List.of(Long.toString(views), raise ? "1" : "0"));
  }

  /**
   * Adds views that were counted elsewhere, to a post once ever; the answer is 1, or 0 when that
   * had been done before.
   */
  public Response<Object> importOnce(AbstractPipeline pipeline, Post post, long views) {
    return Script.IMPORT.queue(
        pipeline, List.of(keys.views(post), keys.imported(post)), List.of(Long.toString(views)));
  }

  /**
   * Logs what Redis refused because of what a key holds.
   *
   * @throws JedisDataException the reply itself, when it is about the server and not about a key
   */
  public void refused(String what, JedisDataException reply) {
    if (RedisAwayException.is(reply)) {
      throw reply;
    }
    warn(what, reply);
  }

  /** Logs what Redis refused, unless it has been said within ten seconds, or much else has. */
  public void warn(String what, JedisDataException reply) {
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
}
