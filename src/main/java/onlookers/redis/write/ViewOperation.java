package onlookers.redis.write;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.WriteFailure;
import onlookers.presence.Viewing;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Reconciliation;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionCalls.Claim;
import onlookers.redis.schema.SessionReply;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A session arrives at a post, moves to it, or stays. All in one round, as if nobody else had it;
 * where it was before is known by the answer, and it is taken out there in the next. Where another
 * owner has it, what was written too much is mended by what its key says.
 */
public final class ViewOperation extends Operation {
  /**
   * One step of a session.
   *
   * @param viewing who arrives where
   * @param from where this node has written last that the session is, {@code null} if nowhere
   * @param kind whether it adds a view, and from whom it is taken
   */
  public record Step(Viewing viewing, @Nullable Post from, Kind kind) {}

  private final ScriptCalls calls;
  private final PendingViews pendingViews;
  private final Keys keys;
  private final RecentSteps steps;
  private final Viewing viewing;
  private final @Nullable Post from;
  private final Kind kind;
  private final Consumer<WriteFailure> failure;
  private final @Nullable ViewWrite view;

  /** Where another owner has the session; {@code null} where none has. */
  private @Nullable Reconciliation reconciliation;

  private @Nullable Response<Object> claim;
  private boolean placed;

  /** Writes that a session views a post. */
  public ViewOperation(
      ScriptCalls calls,
      PendingViews pendingViews,
      RecentSteps steps,
      Step step,
      Consumer<WriteFailure> failure) {
    this.calls = calls;
    this.pendingViews = pendingViews;
    this.steps = steps;
    this.keys = calls.keys();
    this.viewing = step.viewing();
    this.from = step.from();
    this.kind = step.kind();
    this.failure = failure;
    this.view = kind.addsView() ? ViewWrite.taken(calls, pendingViews, viewing) : null;
  }

  @Override
  public String session() {
    return viewing.session();
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    if (kind == Kind.FIRST) {
      calls.sessions().claimFirst(pipeline, viewing.session(), viewing.post()).forEach(this::sent);
    } else {
      claim = sent(claim(pipeline));
    }
    place(pipeline, keys, viewing, this);
    if (view == null) {
      mark(pipeline, calls, pendingViews, viewing, this);
    } else {
      view.send(pipeline, this);
    }
  }

  private Response<Object> claim(AbstractPipeline pipeline) {
    Claim how = kind.reclaims() ? Claim.RECLAIM : Claim.WRITE;
    String former = steps.formerOwner(viewing.session());
    return calls.sessions().claim(pipeline, viewing.session(), viewing.post(), how, former);
  }

  /** Says in the hash and in the set of the post that the session is there. */
  public static void place(
      AbstractPipeline pipeline, Keys keys, Viewing viewing, Operation operation) {
    String session = viewing.session();
    operation.sent(pipeline.hset(keys.viewers(), session, viewing.post().id()));
    operation.sent(pipeline.sadd(keys.viewers(viewing.post()), session));
  }

  /** Marks the page load as seen, or as counted if that is known, unless its view marks it. */
  static void mark(
      AbstractPipeline pipeline,
      ScriptCalls calls,
      PendingViews pendingViews,
      Viewing viewing,
      Operation operation) {
    if (!pendingViews.isUnsettled(viewing)) {
      operation.sentUnchecked(
          pendingViews.isCounted(viewing)
              ? calls.counts().markCounted(pipeline, viewing)
              : calls.counts().markSeen(pipeline, viewing));
    }
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    boolean again = view != null && view.sendAgain(pipeline, this);
    return settle(pipeline, round) || again;
  }

  /** Where the session stands does not depend on whether its view can be counted. */
  @Override
  boolean goOnRefused(AbstractPipeline pipeline, int round) {
    return settle(pipeline, round);
  }

  /** Queues what the answer to the claim asks for; returns whether there is anything. */
  private boolean settle(AbstractPipeline pipeline, int round) {
    if (round > 1) {
      return reconciliation != null && reconciliation.goOn(pipeline);
    }
    SessionReply reply = reply();
    placed = reply.granted();
    if (!placed) {
      reconciliation = new Reconciliation(keys, viewing.session(), viewing.post());
      reconciliation.begin(pipeline);
      return true;
    }
    boolean reclaimed = kind.reclaims() && !reply.owner().isEmpty();
    if (reclaimed) {
      calls.sessions().notifyFormerOwner(pipeline, reply.owner(), viewing.session());
    }
    Post before = reply.post();
    if (before == null || before.equals(viewing.post())) {
      return reclaimed;
    }
    sentUnchecked(
        pipeline.srem(keys.viewers(before), viewing.session())); // what is no set has no members
    return true;
  }

  private SessionReply reply() {
    if (kind == Kind.FIRST) {
      return SessionReply.FIRST;
    }
    if (claim == null) {
      throw new IllegalStateException("not sent");
    }
    return SessionReply.of(claim);
  }

  @Override
  public Set<Post> touched() {
    Set<Post> touched = new HashSet<>(Set.of(viewing.post()));
    if (reconciliation != null) {
      touched.addAll(reconciliation.touched());
    }
    Post before = reply().post();
    if (before != null) {
      touched.add(before);
    }
    return touched;
  }

  @Override
  public @Nullable Runnable done() {
    if (view != null) {
      view.done();
    }
    return settled() ? null : this::takenOver;
  }

  /** Takes in where the session stands; returns whether no other owner is known to have it. */
  private boolean settled() {
    if (reconciliation != null) {
      steps.lost(viewing.session(), viewing.post());
    } else if (placed) {
      remember(reply());
    }
    return reconciliation == null;
  }

  private void takenOver() {
    failure.accept(WriteFailure.TAKEN_OVER);
  }

  private void remember(SessionReply reply) {
    steps.settled(viewing.session());
    rememberFormer(calls, steps, viewing, reply);
  }

  /** Remembers from whom the session was taken over, and which post it has left. */
  static void rememberFormer(
      ScriptCalls calls, RecentSteps steps, Viewing viewing, SessionReply reply) {
    if (calls.sessions().isAnother(reply.owner())) {
      steps.takenOver(viewing.session(), reply.owner());
    }
    Post before = reply.post();
    if (before != null && !before.equals(viewing.post())) {
      steps.left(viewing.session(), before);
    }
  }

  @Override
  public Runnable refused(JedisDataException reply) {
    calls.errors().log("session of post " + viewing.post() + " not written", reply);
    if (view != null) {
      view.refused();
    }
    return settled() ? () -> failure.accept(WriteFailure.REFUSED) : this::takenOver;
  }

  @Override
  public void abandoned() {
    if (from != null && !from.equals(viewing.post())) {
      steps.left(viewing.session(), from); // it may have moved, and not have been taken out there
    }
    if (view != null) {
      view.abandoned();
    }
  }
}
