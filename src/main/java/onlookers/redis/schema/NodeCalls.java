package onlookers.redis.schema;

import java.time.Duration;
import java.util.List;
import onlookers.redis.connect.Script;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/** The scripts about nodes: their leases, and the collector's lock, which one of them has. */
public final class NodeCalls {
  private final Keys keys;
  private final String owner;
  private final RedisPolicy policy;

  NodeCalls(Keys keys, String owner, RedisPolicy policy) {
    this.keys = keys;
    this.owner = owner;
    this.policy = policy;
  }

  /** Renews this owner's lease; the answer is 1 when it is new. */
  public Response<Object> lease(AbstractPipeline pipeline) {
    return Script.LEASE.queue(
        pipeline, List.of(keys.nodes()), List.of(owner, policy.leaseMillis()));
  }

  /**
   * Answers with three lists: owners whose lease is over, owners whose lease is not, and those of
   * the first for which it has been for longer than this owner's lasts.
   */
  public Response<Object> expired(AbstractPipeline pipeline) {
    return Script.EXPIRED.queue(
        pipeline,
        List.of(keys.nodes()),
        List.of(policy.leaseMillis(), RedisPolicy.longestLeaseMillis()));
  }

  /** Answers with the owners and the milliseconds that their leases last, one after the other. */
  public Response<Object> nodes(AbstractPipeline pipeline, int most) {
    return Script.NODES.queue(pipeline, List.of(keys.nodes()), List.of(Integer.toString(most)));
  }

  /** Removes an owner from the nodes; the answer is 1, or 0 when its lease is not over. */
  public Response<Object> deregister(AbstractPipeline pipeline, String whom) {
    return Script.DEREGISTER.queue(pipeline, List.of(keys.nodes()), List.of(whom));
  }

  /**
   * Takes the collector's lock or keeps it; the answer is 2 when it was taken, 1 when it was kept,
   * 0 when another owner has it.
   *
   * @param length how long it lasts from now, in whole milliseconds
   * @param force whether it is taken from whoever has it
   */
  public Response<Object> lock(AbstractPipeline pipeline, Duration length, boolean force) {
    return Script.LOCK.queue(
        pipeline,
        List.of(keys.collector()),
        List.of(
            owner,
            Long.toString(length.toMillis()),
            force ? "1" : "0",
            RedisPolicy.longestLeaseMillis()));
  }
}
