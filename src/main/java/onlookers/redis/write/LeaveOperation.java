package onlookers.redis.write;

import java.util.function.Consumer;
import onlookers.redis.schema.ScriptCalls;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/**
 * A session ends, if it was ours to end. If Redis is lost meanwhile, it is ended when Redis is
 * back.
 */
public final class LeaveOperation extends RemovalOperation {
  private final Ending ending;
  private final Consumer<Ending> unconfirmed;

  /**
   * Ends one session, if this node still owns it.
   *
   * @param takenOver runs when another node owns it by now
   * @param unconfirmed takes it when it is not known to be done
   */
  public LeaveOperation(
      ScriptCalls calls,
      RecentSteps steps,
      Ending ending,
      Runnable takenOver,
      Consumer<Ending> unconfirmed) {
    super(calls, steps, ending.session(), ending.post(), takenOver);
    this.ending = ending;
    this.unconfirmed = unconfirmed;
  }

  @Override
  Response<Object> remove(AbstractPipeline pipeline, String formerOwner) {
    return calls().sessions().release(pipeline, ending.session(), ending.resumed(), formerOwner);
  }

  @Override
  void removed() {
    steps().ended(ending, touched());
  }

  @Override
  String refusal() {
    return "session not removed";
  }

  @Override
  public void abandoned() {
    unconfirmed.accept(ending);
  }
}
