package onlookers.redis;

import java.util.HashSet;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.LeaveOperation.Ending;
import onlookers.redis.RecentSteps.Departure;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a session has left is left, although another server is the master now: a session that has
 * ended is ended again, if it is still ours to end, and where it stands is what its key says.
 */
final class DepartureOperation extends Operation {
  private final ScriptCalls calls;
  private final Departure departure;
  private final boolean ends;
  private final Reconciliation reconciliation;

  /**
   * @param living whether the session lives on this node: then it is not ended
   */
  DepartureOperation(ScriptCalls calls, Departure departure, boolean living) {
    this.calls = calls;
    this.departure = departure;
    this.ends = departure.ending() != null && !living;
    this.reconciliation = new Reconciliation(calls.keys(), departure.session(), departure.left());
  }

  @Override
  public String session() {
    return departure.session();
  }

  @Override
  void begin(AbstractPipeline pipeline) {
    Ending ending = departure.ending();
    if (ending != null && ends) {
      sent(calls.release(pipeline, ending.session(), ending.resumed(), departure.formerOwner()));
    }
    reconciliation.begin(pipeline);
  }

  @Override
  boolean goOn(AbstractPipeline pipeline, int round) {
    return reconciliation.goOn(pipeline);
  }

  @Override
  Set<Post> touched() {
    return new HashSet<>(reconciliation.touched());
  }

  @Override
  @Nullable Runnable done() {
    return null;
  }

  @Override
  @Nullable Runnable refused(JedisDataException reply) {
    calls.warn("what a session has left is not looked at", reply);
    return null;
  }

  /** It is remembered still. */
  @Override
  void abandoned() {}
}
