package onlookers.redis.write;

import java.util.HashSet;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.schema.Reconciliation;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a session has left is left, although another server is the master now: a session that has
 * ended is ended again, if it is still ours to end, and where it stands is what its key says.
 */
public final class DepartureOperation extends Operation {
  private final ScriptCalls calls;
  private final Departure departure;
  private final boolean ends;
  private final Reconciliation reconciliation;

  /**
   * Repeats, on a master that may lack it, that a session has left its posts or has ended.
   *
   * @param active whether the session lives on this node: then it is not ended
   */
  public DepartureOperation(ScriptCalls calls, Departure departure, boolean active) {
    this.calls = calls;
    this.departure = departure;
    this.ends = departure.ending() != null && !active;
    this.reconciliation = new Reconciliation(calls.keys(), departure.session(), departure.left());
  }

  @Override
  public String session() {
    return departure.session();
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    Ending ending = departure.ending();
    if (ending != null && ends) {
      sent(
          calls
              .sessions()
              .release(pipeline, ending.session(), ending.resumed(), departure.formerOwner()));
    }
    reconciliation.begin(pipeline);
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    return reconciliation.goOn(pipeline);
  }

  @Override
  public Set<Post> touched() {
    return new HashSet<>(reconciliation.touched());
  }

  @Override
  public @Nullable Runnable done() {
    return null;
  }

  @Override
  public @Nullable Runnable refused(JedisDataException reply) {
    calls.errors().log("what a session has left is not looked at", reply);
    return null;
  }

  /** It is remembered still. */
  @Override
  public void abandoned() {}
}
