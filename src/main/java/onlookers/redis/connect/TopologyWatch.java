package onlookers.redis.connect;

import java.time.Duration;
import onlookers.runtime.SchedulerThread;
import redis.clients.jedis.exceptions.JedisException;

/** Asks once a second where the masters are, if they are likely to move. */
public final class TopologyWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TopologyWatch.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Topology topology;
  private final SchedulerThread thread = new SchedulerThread("onlookers-topology");

  /** A watch that asks nothing until it is started. */
  public TopologyWatch(Topology topology) {
    this.topology = topology;
  }

  /** Begins to ask. */
  public void start() {
    if (topology.changes()) {
      thread.every(INTERVAL, this::refresh);
    }
  }

  private void refresh() {
    try {
      topology.refresh();
    } catch (JedisException | RedisAwayException e) {
      LOG.log(System.Logger.Level.DEBUG, "masters not known anew: {0}", RootCause.of(e));
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
