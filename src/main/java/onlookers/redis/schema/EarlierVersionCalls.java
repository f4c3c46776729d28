package onlookers.redis.schema;

import java.util.ArrayList;
import java.util.List;
import onlookers.presence.Viewing;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * What nodes of the version before look at, for as long as there may be any: then both versions
 * mark what they count where the other looks, so that an update counts nobody twice.
 */
public final class EarlierVersionCalls {
  private final Keys keys;
  private final String owner;
  private final RedisPolicy policy;
  private volatile boolean possible;

  EarlierVersionCalls(Keys keys, String owner, RedisPolicy policy) {
    this.keys = keys;
    this.owner = owner;
    this.policy = policy;
  }

  /** From now on nodes of the version before are reckoned with, or no longer. */
  public void possible(boolean value) {
    possible = value;
  }

  /**
   * Marks page load and visitor where nodes of the version before look.
   *
   * @return an answer for each, {@code null} where it was marked before: then the view is counted
   *     already. Empty where no such node can have counted it.
   */
  public List<Response<String>> mark(AbstractPipeline pipeline, Viewing viewing) {
    List<Response<String>> marks = new ArrayList<>(2);
    Response<String> visit = markVisit(pipeline, viewing);
    if (visit != null) {
      marks.add(visit);
    }
    if (possible && viewing.visitor() != null && !policy.window().isZero()) {
      SetParams once = SetParams.setParams().nx().ex(policy.window().toSeconds());
      marks.add(pipeline.set(keys.visitorEarlier(viewing.post(), viewing.visitor()), "1", once));
    }
    return marks;
  }

  /** The same for the page load alone; {@code null} where it has no name, or nobody looks. */
  @Nullable Response<String> markVisit(AbstractPipeline pipeline, Viewing viewing) {
    if (!possible || viewing.visit() == null) {
      return null;
    }
    String key = keys.visitEarlier(viewing.post(), viewing.visit());
    return pipeline.set(key, "1", RedisPolicy.visitOnce());
  }

  /** Whose the session is by what a node of the version before wrote, if there can be one. */
  public @Nullable Response<String> owner(AbstractPipeline pipeline, String session) {
    return possible ? pipeline.get(keys.ownerEarlier(session)) : null;
  }

  /** Takes a session from a node of the version before, so that it lets it go. */
  public Response<String> adopt(AbstractPipeline pipeline, String session) {
    SetParams ttl = SetParams.setParams().ex(policy.ttl().toSeconds());
    return pipeline.set(keys.ownerEarlier(session), owner, ttl);
  }
}
