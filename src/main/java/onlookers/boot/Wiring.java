package onlookers.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import onlookers.config.SettingException;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.gc.CollectorThreads;
import onlookers.gc.GarbageCollector;
import onlookers.presence.CachingCountsReader;
import onlookers.presence.CountsPublisher;
import onlookers.presence.Presence;
import onlookers.presence.PresencePolicy;
import onlookers.presence.PresenceTools;
import onlookers.presence.SiteReader;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.RedisContext;
import onlookers.runtime.HeapMonitor;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeState;
import onlookers.runtime.Scheduler;
import onlookers.websocket.ClientAcceptor;
import onlookers.websocket.ConnectionManager;
import onlookers.websocket.ConnectionTools;
import onlookers.websocket.Drain;
import onlookers.websocket.Heartbeat;
import onlookers.websocket.Rooms;

/**
 * How the parts of a node fit together, one method a part: CDI makes each once, when it is first
 * asked for. {@link Application} starts and stops them. What needs Redis alone is made by {@link
 * RedisWiring}, what administrators look at by {@link MonitoringWiring}.
 */
@Singleton
public class Wiring {
  private static final System.Logger LOG = System.getLogger(Wiring.class.getName());

  /** The settings; read here, and logged. */
  @Produces
  @Singleton
  Settings settings() {
    try {
      Settings.Loaded loaded = SettingsLoader.load(DeploymentContext.sources());
      loaded.report().forEach(line -> LOG.log(System.Logger.Level.INFO, line));
      loaded.warnings().forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
      return loaded.settings();
    } catch (SettingException e) {
      DeploymentContext.started().completeExceptionally(e);
      if (!DeploymentContext.isExecutable()) { // the server's own words, many lines of them, follow
        LOG.log(System.Logger.Level.ERROR, "Onlookers cannot start: {0}", e.getMessage());
      }
      throw e;
    }
  }

  @Produces
  @Singleton
  NodeState nodeState() {
    return new NodeState();
  }

  @Produces
  @Singleton
  NodeMetrics nodeMetrics(NodeState state) {
    return new NodeMetrics(state);
  }

  @Produces
  @Singleton
  Scheduler clock(Threads threads) {
    return threads.clock();
  }

  @Produces
  @Singleton
  SiteReader siteReader(CachingCountsReader reader, Threads threads) {
    return () -> CompletableFuture.supplyAsync(reader::site, threads.reader());
  }

  @Produces
  @Singleton
  Presence presence(
      JedisPresenceRepository repository,
      SiteReader siteReader,
      CountsPublisher publisher,
      Settings settings,
      Threads threads,
      NodeMetrics nodeMetrics) {
    PresenceTools tools = new PresenceTools(threads.notifier(), threads.clock(), nodeMetrics);
    PresencePolicy policy = new PresencePolicy(settings.sessionGrace(), settings.limitWatched());
    return new Presence(repository, publisher, tools, policy, siteReader);
  }

  @Produces
  @Singleton
  ConnectionTools connectionTools(NodeMetrics nodeMetrics, Threads threads) {
    HeapMonitor heap = new HeapMonitor(System::nanoTime);
    return new ConnectionTools(nodeMetrics, threads.clock(), threads.closers(), heap::hasRoom);
  }

  @Produces
  @Singleton
  ConnectionManager connections(
      Presence presence, Rooms rooms, Settings settings, ConnectionTools tools) {
    return new ConnectionManager(presence, rooms, settings, tools);
  }

  @Produces
  @Singleton
  Drain drain(ConnectionManager connections, NodeState state, Threads threads) {
    return new Drain(connections, state, threads.clock());
  }

  @Produces
  @Singleton
  ClientAcceptor acceptor(
      ConnectionManager connections, Presence presence, ConnectionTools tools, Settings settings) {
    return new ClientAcceptor(connections, presence, tools, settings);
  }

  @Produces
  @Singleton
  Heartbeat heartbeat(ConnectionManager connections, Threads threads) {
    return new Heartbeat(connections, threads.pingers());
  }

  @Produces
  @Singleton
  GarbageCollector garbageCollector(
      RedisContext redis, Settings settings, NodeMetrics nodeMetrics) {
    return new GarbageCollector(
        redis.collectorStore(),
        settings,
        nodeMetrics,
        CollectorThreads.create(),
        InstantSource.system());
  }
}
