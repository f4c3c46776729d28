package onlookers.redis.collect;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Finds living nodes that have the same {@code node.id}, and says so once: they take each other's
 * place in JMX, metrics and the administrator's mind. A node that has started again is no twin of
 * the one that died, whose lease goes on for a while: both must live on for longer than that.
 */
public final class TwinNodes {
  private static final System.Logger LOG = System.getLogger(TwinNodes.class.getName());

  private final long timeoutNanos;
  private final LongSupplier nanoTime;

  /** Owner → when it was first seen alive. */
  private final Map<String, Long> seen = new HashMap<>();

  private final Set<String> reported = new HashSet<>();

  /**
   * Starts with no node seen.
   *
   * @param lease how long a dead node's lease may survive it
   * @param nanoTime as {@link System#nanoTime()}
   */
  public TwinNodes(Duration lease, LongSupplier nanoTime) {
    this.timeoutNanos = lease.toNanos() * 3 / 2;
    this.nanoTime = nanoTime;
  }

  /** These owners are alive now. To be called now and then. */
  public void look(Set<String> alive) {
    long now = nanoTime.getAsLong();
    seen.keySet().retainAll(alive);
    alive.forEach(owner -> seen.putIfAbsent(owner, now));
    Map<String, Integer> settled = new HashMap<>();
    seen.forEach(
        (owner, since) -> {
          if (now - since > timeoutNanos) {
            settled.merge(nodeId(owner), 1, Integer::sum);
          }
        });
    settled.forEach(this::report);
    reported.removeIf(id -> settled.getOrDefault(id, 0) < 2);
  }

  private void report(String id, int nodes) {
    if (nodes > 1 && reported.add(id)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} living nodes have the same node.id \"{1}\": give each a name of its own",
          nodes,
          id);
    }
  }

  private static String nodeId(String owner) {
    int end = owner.lastIndexOf(':');
    return end < 0 ? owner : owner.substring(0, end);
  }
}
