package onlookers.redis.write;

import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.schema.ScriptCalls;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/**
 * A session is parked: it is taken from its post, and that it is parked there stays recorded. If
 * Redis is lost meanwhile, it is written again with all sessions.
 */
public final class ParkOperation extends RemovalOperation {
  private final PendingViews pendingViews;
  private final Viewing viewing;

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
    super(calls, steps, viewing.session(), viewing.post(), takenOver);
    this.pendingViews = pendingViews;
    this.viewing = viewing;
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    super.begin(pipeline);
    ViewOperation.mark(pipeline, calls(), pendingViews, viewing, this);
  }

  @Override
  Response<Object> remove(AbstractPipeline pipeline, String formerOwner) {
    return calls().sessions().park(pipeline, session(), post(), formerOwner);
  }

  @Override
  void removed() {
    steps().settled(session());
    Post last = lastPost();
    if (last != null) {
      steps().left(session(), last);
    }
  }

  @Override
  String refusal() {
    return "session of post " + post() + " not parked";
  }

  @Override
  public void abandoned() {
    steps().left(session(), post()); // it may be parked, and not have been taken out there
  }
}
