package onlookers.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import onlookers.config.LoadedSettings;
import onlookers.config.SettingException;
import onlookers.config.Settings;
import onlookers.gc.CollectorThreads;
import onlookers.gc.GarbageCollector;
import onlookers.http.ApiStore;
import onlookers.http.Dashboard;
import onlookers.http.DashboardSources;
import onlookers.jmx.PresenceMonitor;
import onlookers.presence.Audience;
import onlookers.presence.CachingCountsReader;
import onlookers.presence.CountsReader;
import onlookers.presence.Instruments;
import onlookers.presence.NodeControl;
import onlookers.presence.Presence;
import onlookers.presence.PresencePolicy;
import onlookers.presence.PresenceTools;
import onlookers.presence.SiteHistory;
import onlookers.presence.SiteReader;
import onlookers.protocol.socketio.EngineLimits;
import onlookers.redis.JedisGarbage;
import onlookers.redis.JedisHistoryReader;
import onlookers.redis.JedisNodeDirectory;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.JedisViewsEditor;
import onlookers.redis.JedisViewsImporter;
import onlookers.redis.RedisNode;
import onlookers.runtime.Scheduler;
import onlookers.websocket.Connections;
import onlookers.websocket.Heartbeat;
import onlookers.websocket.Reception;
import onlookers.websocket.Rooms;
import onlookers.websocket.SocketIoNamespace;
import onlookers.websocket.engineio.Engine;
import onlookers.websocket.socketio.SocketIo;

/**
 * How the parts of a node fit together, one method a part: CDI makes each once, when it is first
 * asked for. {@link Application} starts and stops them.
 */
@Singleton
public class Wiring {
  private static final System.Logger LOG = System.getLogger(Wiring.class.getName());

  /** As long as the reference server of Socket.IO waits for a client to connect. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);

  /** The settings; read here, and told in the log. */
  @Produces
  @Singleton
  Settings settings() {
    try {
      LoadedSettings loaded = Settings.load(Surroundings.sources());
      loaded.report().forEach(line -> LOG.log(System.Logger.Level.INFO, line));
      loaded.warnings().forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
      return loaded.settings();
    } catch (SettingException e) {
      Surroundings.started().completeExceptionally(e);
      if (!Surroundings.isExecutable()) { // the server's own words, many lines of them, follow
        LOG.log(System.Logger.Level.ERROR, "Onlookers cannot start: {0}", e.getMessage());
      }
      throw e;
    }
  }

  @Produces
  @Singleton
  Instruments instruments() {
    return new Instruments();
  }

  @Produces
  @Singleton
  RedisPlace redisPlace(Settings settings) {
    return RedisPlace.of(settings.redisUri());
  }

  @Produces
  @Singleton
  RedisNode redisNode(RedisPlace place, Settings settings) {
    return new RedisNode(place.uri(), settings);
  }

  @Produces
  @Singleton
  Scheduler clock(Threads threads) {
    return threads.clock();
  }

  /** Its counts are read through {@link #countsReader} only. */
  @Produces
  @Singleton
  @Typed(JedisPresenceRepository.class)
  JedisPresenceRepository repository(
      RedisNode node, Settings settings, Threads threads, Instruments instruments) {
    return new JedisPresenceRepository(node, settings, threads.teller(), instruments);
  }

  @Produces
  @Singleton
  CachingCountsReader countsReader(
      JedisPresenceRepository repository, Instruments instruments, Threads threads) {
    return new CachingCountsReader(repository, instruments, threads.clock());
  }

  @Produces
  @Singleton
  ApiStore apiStore(CachingCountsReader counts, RedisNode node, Instruments instruments) {
    InstantSource clock = InstantSource.system();
    return new ApiStore(
        counts,
        counts.history(new JedisHistoryReader(node, instruments, clock)),
        new JedisViewsImporter(node, instruments),
        new JedisViewsEditor(node, instruments, clock));
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
      Audience audience,
      Settings settings,
      Threads threads,
      Instruments instruments) {
    PresenceTools tools = new PresenceTools(threads.teller(), threads.clock(), instruments);
    PresencePolicy policy = new PresencePolicy(settings.sessionGrace(), settings.limitWatched());
    return new Presence(repository, audience, tools, policy, siteReader);
  }

  @Produces
  @Singleton
  Connections connections(
      Presence presence, Rooms rooms, Settings settings, Instruments instruments, Threads threads) {
    return new Connections(
        presence, rooms, settings, instruments, threads.clock(), threads.closers());
  }

  @Produces
  @Singleton
  Reception reception(Connections connections, Presence presence, Settings settings) {
    return new Reception(connections, presence, settings);
  }

  @Produces
  @Singleton
  Engine engine(Reception reception, Settings settings, Threads threads) {
    EngineLimits limits =
        new EngineLimits(
            settings.socketioPingInterval(),
            settings.socketioPingTimeout(),
            settings.socketioMaxPayload());
    SocketIo socketIo = new SocketIo(new SocketIoNamespace(reception), CONNECT_TIMEOUT);
    return new Engine(limits, socketIo, threads.clock(), threads.closers());
  }

  @Produces
  @Singleton
  Heartbeat heartbeat(Connections connections, Threads threads) {
    return new Heartbeat(connections, threads.pingers());
  }

  @Produces
  @Singleton
  GarbageCollector garbageCollector(RedisNode node, Settings settings, Instruments instruments) {
    return new GarbageCollector(
        new JedisGarbage(node),
        settings,
        instruments,
        CollectorThreads.create(),
        InstantSource.system());
  }

  @Produces
  @Singleton
  Dashboard dashboard(
      RedisNode node,
      Settings settings,
      CachingCountsReader counts,
      Instruments instruments,
      Threads threads) {
    DashboardSources sources =
        new DashboardSources(
            counts,
            new JedisNodeDirectory(node, settings, instruments),
            SiteHistory.NONE,
            instruments);
    return new Dashboard(
        sources, settings, BuildVersion.read(), threads.dashboard(), InstantSource.system());
  }

  @Produces
  @Singleton
  NodeControl control(Connections connections, GarbageCollector collector) {
    return new NodeControl() {
      @Override
      public int drain(int seconds) {
        return connections.drain(seconds);
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
      Instruments instruments,
      CountsReader reader,
      GarbageCollector collector,
      Connections connections) {
    return new PresenceMonitor(
        settings.nodeId(),
        instruments,
        reader,
        collector::sweep,
        connections::drain,
        connections::disconnect);
  }
}
