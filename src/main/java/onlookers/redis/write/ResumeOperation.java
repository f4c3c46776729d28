package onlookers.redis.write;

import java.util.HashSet;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionCalls.Claim;
import onlookers.redis.schema.SessionReply;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A session is taken over from whichever node owns it: claimed first, and moved to the post in the
 * next round.
 */
public final class ResumeOperation extends Operation {
  /** Is called with what became of it: one of the first two, once. */
  public interface Outcome {
    /**
     * Redis has answered. Runs where notifications do.
     *
     * @param ours whether the session goes on, on this node
     */
    void resumed(boolean ours);

    /** It is not known, and the session does not go on here. Runs on the ordered thread. */
    void abandoned();

    /** It may be this node's by now, where nobody has it: it is to be ended when Redis is back. */
    void unconfirmed(Ending ending);
  }

  private final ScriptCalls calls;
  private final PendingViews pendingViews;
  private final RecentSteps steps;
  private final Viewing viewing;
  private final Outcome outcome;
  private @Nullable Response<Object> claim;
  private @Nullable Response<Double> lease;
  private @Nullable Response<String> earlierOwner;
  private boolean isParkedAsked;
  private boolean adopting;
  private boolean moved;
  private @Nullable Post before;
  private @Nullable ViewWrite view;

  public ResumeOperation(
      ScriptCalls calls,
      PendingViews pendingViews,
      RecentSteps steps,
      Viewing viewing,
      Outcome outcome) {
    this.calls = calls;
    this.pendingViews = pendingViews;
    this.steps = steps;
    this.viewing = viewing;
    this.outcome = outcome;
  }

  @Override
  public String session() {
    return viewing.session();
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    claim =
        sent(calls.sessions().claim(pipeline, viewing.session(), viewing.post(), Claim.RESUME, ""));
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    if (moved) {
      return view != null && view.sendAgain(pipeline, this);
    }
    if (reply().granted()) {
      move(pipeline);
      moved = true;
      return true;
    }
    String parker = Owner.whoParked(reply().owner());
    if (parker != null) {
      return lease == null ? askLease(pipeline, parker) : resumeParked(pipeline);
    }
    return earlierOwner == null ? askEarlier(pipeline) : adoptEarlier(pipeline);
  }

  /** It is parked, and has ended with its node where that is on the list of nodes no more. */
  private boolean askLease(AbstractPipeline pipeline, String node) {
    lease = sent(pipeline.zscore(calls.keys().nodes(), node));
    return true;
  }

  private boolean resumeParked(AbstractPipeline pipeline) {
    if (isParkedAsked || lease == null || lease.get() == null) {
      return false;
    }
    isParkedAsked = true;
    claim =
        sent(
            calls
                .sessions()
                .claim(pipeline, viewing.session(), viewing.post(), Claim.RESUME_PARKED, ""));
    return true;
  }

  private void move(AbstractPipeline pipeline) {
    calls.sessions().notifyFormerOwner(pipeline, reply().owner(), viewing.session());
    ViewOperation.place(pipeline, calls.keys(), viewing, this);
    before = reply().post();
    if (viewing.post().equals(before)) {
      ViewOperation.mark(pipeline, calls, pendingViews, viewing, this);
      return;
    }
    if (before != null) {
      sentUnchecked(pipeline.srem(calls.keys().viewers(before), viewing.session()));
    }
    view = ViewWrite.taken(calls, pendingViews, viewing);
    view.send(pipeline, this);
  }

  /** It is nobody's, and alive: a node of the version before may have it. */
  private boolean askEarlier(AbstractPipeline pipeline) {
    if (reply().post() != null && reply().owner().isEmpty()) {
      earlierOwner = calls.earlierVersion().owner(pipeline, viewing.session());
    }
    return earlierOwner != null;
  }

  private boolean adoptEarlier(AbstractPipeline pipeline) {
    String owner = earlierOwner == null || adopting ? null : earlierOwner.get();
    if (owner == null || Owner.isEnded(owner)) {
      return false;
    }
    adopting = true;
    sentUnchecked(calls.earlierVersion().adopt(pipeline, viewing.session()));
    claim =
        sent(calls.sessions().claim(pipeline, viewing.session(), viewing.post(), Claim.WRITE, ""));
    return true;
  }

  private SessionReply reply() {
    if (claim == null) {
      throw new IllegalStateException("not sent");
    }
    return SessionReply.of(claim);
  }

  @Override
  public Set<Post> touched() {
    Set<Post> touched = new HashSet<>(Set.of(viewing.post()));
    if (before != null) {
      touched.add(before);
    }
    return touched;
  }

  @Override
  public Runnable done() {
    if (view != null) {
      view.done();
    }
    boolean alive = reply().granted();
    if (alive) {
      ViewOperation.rememberFormer(calls, steps, viewing, reply());
    }
    return () -> outcome.resumed(alive);
  }

  @Override
  public Runnable refused(JedisDataException reply) {
    calls.errors().log("session of post " + viewing.post() + " not resumed", reply);
    if (view != null) {
      view.refused();
    }
    if (moved) { // and so this node's, whatever of it could not be written
      ViewOperation.rememberFormer(calls, steps, viewing, reply());
    } else {
      giveBack();
    }
    boolean alive = moved;
    return () -> outcome.resumed(alive);
  }

  @Override
  public void abandoned() {
    if (view != null) {
      view.abandoned();
    }
    if (before != null && !before.equals(viewing.post())) {
      steps.left(viewing.session(), before);
    }
    giveBack();
    outcome.abandoned();
  }

  private void giveBack() {
    outcome.unconfirmed(new Ending(viewing.session(), viewing.post(), true));
  }
}
