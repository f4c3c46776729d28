package onlookers.redis.write;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import onlookers.presence.Post;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionReply;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A session ends: its key first, and then, if it was ours to end, its place. If Redis is lost
 * meanwhile, it is ended when Redis is back.
 */
public final class LeaveOperation extends Operation {
  private final ScriptCalls calls;
  private final RecentSteps steps;
  private final Ending ending;
  private final Runnable takenOver;
  private final Consumer<Ending> unconfirmed;
  private @Nullable Response<Object> release;

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
    this.calls = calls;
    this.steps = steps;
    this.ending = ending;
    this.takenOver = takenOver;
    this.unconfirmed = unconfirmed;
  }

  @Override
  public String session() {
    return ending.session();
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    String former = steps.formerOwner(ending.session());
    release = sent(calls.release(pipeline, ending.session(), ending.resumed(), former));
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    if (round > 1 || !reply().granted()) {
      return false;
    }
    sent(pipeline.hdel(calls.keys().viewers(), ending.session()));
    touched().forEach(post -> aside(pipeline.srem(calls.keys().viewers(post), ending.session())));
    return true;
  }

  private SessionReply reply() {
    if (release == null) {
      throw new IllegalStateException("not sent");
    }
    return SessionReply.of(release);
  }

  @Override
  public Set<Post> touched() {
    Set<Post> touched = new HashSet<>(Set.of(ending.post()));
    Post last = reply().post();
    if (last != null) {
      touched.add(last);
    }
    return touched;
  }

  @Override
  public @Nullable Runnable done() {
    if (!reply().granted()) {
      steps.lost(ending.session(), ending.post());
      return takenOver;
    }
    steps.ended(ending, touched());
    return null;
  }

  @Override
  public @Nullable Runnable refused(JedisDataException reply) {
    calls.warn("session not removed", reply);
    return null;
  }

  @Override
  public void abandoned() {
    unconfirmed.accept(ending);
  }
}
