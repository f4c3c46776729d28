package onlookers.redis.write;

import java.util.HashSet;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionReply;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A session is taken from its post: its key goes first, and then, if it was ours, its entry in the
 * hash, and itself in the sets of the post where this node last saw it and of the one that its key
 * said.
 */
abstract class RemovalOperation extends Operation {
  private final ScriptCalls calls;
  private final RecentSteps steps;
  private final String session;
  private final Post post;
  private final Runnable takenOver;
  private @Nullable Response<Object> removal;

  /**
   * @param post where this node last saw the session
   * @param takenOver runs when another node owns it by now
   */
  RemovalOperation(
      ScriptCalls calls, RecentSteps steps, String session, Post post, Runnable takenOver) {
    this.calls = calls;
    this.steps = steps;
    this.session = session;
    this.post = post;
    this.takenOver = takenOver;
  }

  /**
   * Queues the script that takes the key away.
   *
   * @param formerOwner from whom the session was taken over, empty for nobody
   */
  abstract Response<Object> remove(AbstractPipeline pipeline, String formerOwner);

  /** Takes in that the session is gone from there. */
  abstract void removed();

  final ScriptCalls calls() {
    return calls;
  }

  final RecentSteps steps() {
    return steps;
  }

  /** Where this node last saw it. */
  final Post post() {
    return post;
  }

  /** The post that its key said; {@code null} for none. */
  final @Nullable Post lastPost() {
    return reply().post();
  }

  @Override
  public final String session() {
    return session;
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    removal = sent(remove(pipeline, steps.formerOwner(session)));
  }

  @Override
  public final boolean goOn(AbstractPipeline pipeline, int round) {
    if (round > 1 || !reply().granted()) {
      return false;
    }
    sent(pipeline.hdel(calls.keys().viewers(), session));
    touched().forEach(left -> sentUnchecked(pipeline.srem(calls.keys().viewers(left), session)));
    return true;
  }

  private SessionReply reply() {
    if (removal == null) {
      throw new IllegalStateException("not sent");
    }
    return SessionReply.of(removal);
  }

  @Override
  public final Set<Post> touched() {
    Set<Post> touched = new HashSet<>(Set.of(post));
    Post last = lastPost();
    if (last != null) {
      touched.add(last);
    }
    return touched;
  }

  @Override
  public final @Nullable Runnable done() {
    if (!reply().granted()) {
      steps.lost(session, post);
      return takenOver;
    }
    removed();
    return null;
  }

  @Override
  public final @Nullable Runnable refused(JedisDataException reply) {
    calls.errors().log(refusal(), reply);
    return null;
  }

  /** What was not done, for the log. */
  abstract String refusal();
}
