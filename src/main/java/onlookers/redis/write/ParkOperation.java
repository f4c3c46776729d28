package onlookers.redis.write;

import java.util.HashSet;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionReply;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A session is parked: its key goes first, and then, if it was ours, its place; that it is parked
 * here stays recorded. If Redis is lost meanwhile, it is written again with all sessions.
 */
public final class ParkOperation extends Operation {
  private final ScriptCalls calls;
  private final RecentSteps steps;
  private final PendingViews pendingViews;
  private final Viewing viewing;
  private final String session;
  private final Post post;
  private final Runnable takenOver;
  private @Nullable Response<Object> park;

  /**
   * Parks one session, if this node still owns it; or renews that it is parked.
   *
   * @param viewing what it would view
   * @param takenOver runs when another node owns it by now
   */
  public ParkOperation(
      ScriptCalls calls,
      PendingViews pendingViews,
      RecentSteps steps,
      Viewing viewing,
      Runnable takenOver) {
    this.calls = calls;
    this.pendingViews = pendingViews;
    this.steps = steps;
    this.viewing = viewing;
    this.session = viewing.session();
    this.post = viewing.post();
    this.takenOver = takenOver;
  }

  @Override
  public String session() {
    return session;
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    park = sent(calls.park(pipeline, session, post, steps.formerOwner(session)));
    ViewOperation.mark(pipeline, calls, pendingViews, viewing, this);
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    if (round > 1 || !reply().granted()) {
      return false;
    }
    sent(pipeline.hdel(calls.keys().viewers(), session));
    touched().forEach(left -> aside(pipeline.srem(calls.keys().viewers(left), session)));
    return true;
  }

  private SessionReply reply() {
    if (park == null) {
      throw new IllegalStateException("not sent");
    }
    return SessionReply.of(park);
  }

  @Override
  public Set<Post> touched() {
    Set<Post> touched = new HashSet<>(Set.of(post));
    Post last = reply().post();
    if (last != null) {
      touched.add(last);
    }
    return touched;
  }

  @Override
  public @Nullable Runnable done() {
    if (!reply().granted()) {
      steps.lost(session, post);
      return takenOver;
    }
    steps.settled(session);
    Post last = reply().post();
    if (last != null) {
      steps.left(session, last);
    }
    return null;
  }

  @Override
  public @Nullable Runnable refused(JedisDataException reply) {
    calls.warn("session of post " + post + " not parked", reply);
    return null;
  }

  @Override
  public void abandoned() {
    steps.left(session, post); // it may be parked, and not have been taken out there
  }
}
