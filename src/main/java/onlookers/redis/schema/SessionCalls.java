package onlookers.redis.schema;

import java.util.List;
import onlookers.presence.Post;
import onlookers.redis.connect.Script;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/** The scripts of one session: who owns it, and which post it is on. */
public final class SessionCalls {
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

  SessionCalls(Keys keys, String owner, RedisPolicy policy) {
    this.keys = keys;
    this.owner = owner;
    this.policy = policy;
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
}
