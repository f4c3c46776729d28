package onlookers.redis.write;

import java.time.Duration;
import java.util.function.LongSupplier;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.schema.ScriptCalls;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * This node's lease in Redis, by which others know that it lives. It is renewed each second, or
 * thrice before it is over where that is sooner; that is the heartbeat of the ordered connection as
 * well.
 *
 * <p>Not thread safe: it belongs to the ordered thread.
 */
final class NodeLease {
  private static final System.Logger LOG = System.getLogger(NodeLease.class.getName());
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final ScriptCalls calls;
  private final long heartbeatNanos;
  private boolean knownBefore;
  private final LongSupplier nanoTime;
  private long renewalNanos;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  NodeLease(ScriptCalls calls, LongSupplier nanoTime) {
    this.calls = calls;
    this.nanoTime = nanoTime;
    this.renewalNanos = nanoTime.getAsLong();
    this.heartbeatNanos = Math.min(HEARTBEAT.toNanos(), calls.lease().toNanos() / 3);
  }

  /** In how many nanoseconds it is to be renewed; none or fewer when it is due. */
  long nanosToRenewal() {
    return renewalNanos - nanoTime.getAsLong();
  }

  /**
   * Renews it; returns whether it was new. Does not return before Redis has done so, or has refused
   * because of what a key holds: that is no reason to give up the sessions.
   */
  boolean renew(MasterConnections masters) {
    boolean isNew = false;
    try {
      isNew = Long.valueOf(1).equals(masters.call(calls.nodes()::lease));
    } catch (JedisDataException e) {
      calls.errors().logOrThrow("the lease of this node", e);
    }
    renewalNanos = nanoTime.getAsLong() + heartbeatNanos;
    if (isNew && knownBefore) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis does not know this node any more: it was emptied, or another node took this one for"
              + " dead; the sessions of open sockets are written again");
    }
    knownBefore = true;
    return isNew;
  }

  /** This node lives no more. */
  void giveUp(MasterConnections masters) {
    masters.call(pipeline -> pipeline.zrem(calls.keys().nodes(), calls.owner()));
  }
}
