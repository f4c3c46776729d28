package onlookers.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import onlookers.config.Settings;
import onlookers.gc.GarbageCollector;
import onlookers.http.ApiStore;
import onlookers.http.Dashboard;
import onlookers.http.DashboardSources;
import onlookers.jmx.PresenceMonitor;
import onlookers.presence.CountsReader;
import onlookers.presence.CountsSampler;
import onlookers.presence.NodeControl;
import onlookers.presence.Presence;
import onlookers.redis.JedisNodeDirectory;
import onlookers.redis.JedisPeakReader;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.RedisContext;
import onlookers.runtime.NodeMetrics;
import onlookers.websocket.ConnectionManager;
import onlookers.websocket.Drain;

/** Makes what shows and controls a node, one method a part. */
@Singleton
public class MonitoringWiring {
  /** Reads past {@link RedisWiring#countsReader}, which would return what was true a second ago. */
  @Produces
  @Singleton
  CountsSampler countsSampler(
      Presence presence,
      JedisPresenceRepository repository,
      Threads threads,
      NodeMetrics nodeMetrics) {
    return new CountsSampler(presence, repository, threads.reader(), threads.clock(), nodeMetrics);
  }

  @Produces
  @Singleton
  Dashboard dashboard(
      RedisContext redis,
      Settings settings,
      ApiStore store,
      NodeMetrics nodeMetrics,
      Threads threads) {
    InstantSource clock = InstantSource.system();
    DashboardSources sources =
        new DashboardSources(
            store.counts(),
            store.history(),
            new JedisPeakReader(redis, nodeMetrics.state(), clock),
            new JedisNodeDirectory(redis, settings, nodeMetrics.state()),
            nodeMetrics);
    return new Dashboard(sources, settings, BuildVersion.read(), threads.dashboard(), clock);
  }

  @Produces
  @Singleton
  NodeControl control(Drain drain, GarbageCollector collector) {
    return new NodeControl() {
      @Override
      public int drain(int seconds) {
        return drain.begin(seconds);
      }

      @Override
      public long sweep() {
        return collector.sweep();
      }
    };
  }

  @Produces
  @Singleton
  PresenceMonitor monitor(
      Settings settings,
      NodeMetrics nodeMetrics,
      CountsReader reader,
      NodeControl control,
      ConnectionManager connections) {
    return new PresenceMonitor(
        settings.nodeId(), nodeMetrics, reader, control, connections::disconnect);
  }
}
