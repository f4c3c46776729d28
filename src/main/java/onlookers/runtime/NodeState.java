package onlookers.runtime;

/**
 * What this node is at: whether Redis answers it, whether its counts are its own, whether it sends
 * its clients elsewhere. The packages decide by it; {@link NodeMetrics} only show it.
 */
public final class NodeState {
  /** What is shown of it, each as yes or no. */
  public enum Flag implements Metric {
    REDIS_UP("redis_up", "Whether Redis answers."),
    DEGRADED("degraded", "Whether counts are this node's own, because Redis is out of reach."),
    DRAINING("draining", "Whether this node sends its clients elsewhere.");

    private final String metricName;
    private final String help;

    Flag(String metricName, String help) {
      this.metricName = metricName;
      this.help = help;
    }

    @Override
    public String metricName() {
      return metricName;
    }

    @Override
    public String help() {
      return help;
    }

    /** Whether it is so now. */
    public boolean isSet(NodeState state) {
      return switch (this) {
        case REDIS_UP -> state.redisUp();
        case DEGRADED -> state.degraded();
        case DRAINING -> state.draining();
      };
    }
  }

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
