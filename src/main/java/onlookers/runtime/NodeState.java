package onlookers.runtime;

/**
 * What this node is at: whether Redis answers it, whether its counts are its own, whether it sends
 * its clients elsewhere. The packages decide by it; {@link NodeMetrics} only show it.
 */
public final class NodeState {
  private volatile boolean redisUp;
  private volatile boolean degraded;
  private volatile boolean draining;

  /** Whether the last exchange with Redis went well; not before the first. */
  public boolean redisUp() {
    return redisUp;
  }

  /** Records whether Redis answers. */
  public void redisUp(boolean up) {
    redisUp = up;
  }

  /** Whether clients were notified that counts are this node's own. */
  public boolean degraded() {
    return degraded;
  }

  /** Records whether counts are this node's own. */
  public void degraded(boolean value) {
    degraded = value;
  }

  /** Whether this node sends its clients elsewhere, and lets no new one in. */
  public boolean draining() {
    return draining;
  }

  /** Records that this node sends its clients elsewhere. */
  public void draining(boolean value) {
    draining = value;
  }
}
