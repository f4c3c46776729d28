package onlookers.boot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onlookers.config.Settings;
import onlookers.gc.GarbageCollector;
import onlookers.http.Dashboard;
import onlookers.jmx.PresenceMonitor;
import onlookers.presence.CountsSampler;
import onlookers.presence.Presence;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.RedisContext;
import onlookers.runtime.Guard;

/**
 * One node, from start to stop. It starts from Redis up to the sockets, and stops the other way
 * round: sockets are closed with 1012, sessions removed from Redis at once, then the lease given up
 * and every thread ended. No reader waits for the end of a sweep.
 */
@Singleton
class NodeLifecycle {
  private static final System.Logger LOG = System.getLogger(NodeLifecycle.class.getName());
  private static final long REDIS_MAX_WAIT_SECONDS = 5;

  private final Settings settings;
  private final Threads threads;
  private final RedisProvider redisProvider;
  private final RedisContext redisContext;
  private final JedisPresenceRepository repository;
  private final Presence presence;
  private final CountsSampler countsSampler;
  private final Sockets sockets;
  private final GarbageCollector garbageCollector;
  private final Dashboard dashboard;
  private final PresenceMonitor monitor;

  @Inject
  NodeLifecycle(
      Settings settings,
      Threads threads,
      RedisProvider redisProvider,
      RedisContext redisContext,
      JedisPresenceRepository repository,
      Presence presence,
      CountsSampler countsSampler,
      Sockets sockets,
      GarbageCollector garbageCollector,
      Dashboard dashboard,
      PresenceMonitor monitor) {
    this.settings = settings;
    this.threads = threads;
    this.redisProvider = redisProvider;
    this.redisContext = redisContext;
    this.repository = repository;
    this.presence = presence;
    this.countsSampler = countsSampler;
    this.sockets = sockets;
    this.garbageCollector = garbageCollector;
    this.dashboard = dashboard;
    this.monitor = monitor;
  }

  /**
   * Starts the node.
   *
   * @param needsRedis whether it is of no use without Redis; else it waits for it, not ready
   * @return a note for the start line
   * @throws IllegalStateException when Redis is needed and does not answer
   */
  String start(boolean needsRedis) {
    presence.start();
    countsSampler.start();
    repository.start(presence, presence);
    garbageCollector.start();
    sockets.start();
    dashboard.start();
    monitor.register();
    if (needsRedis) {
      requireRedis();
    }
    String note = redisProvider.note();
    LOG.log(
        System.Logger.Level.INFO,
        "node {0} has started{1}",
        settings.nodeId(),
        note.isEmpty() ? "" : "; " + note);
    return note;
  }

  private void requireRedis() {
    String reason;
    try {
      reason = repository.awaitFirstArrival(REDIS_MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "interrupted";
    }
    if (reason != null) {
      stop();
      throw new IllegalStateException(
          "redis.uri: no Redis to work with at " + settings.redisUri() + ": " + reason);
    }
  }

  void stop() {
    List<Runnable> steps =
        List.of(
            monitor::unregister,
            dashboard::close,
            garbageCollector::stop,
            sockets::close,
            presence::close,
            garbageCollector::close,
            repository::close,
            threads::close,
            redisContext::close,
            redisProvider::close);
    Guard.each(steps, Runnable::run); // one that fails leaves nothing of the others behind
    LOG.log(System.Logger.Level.INFO, "node {0} has stopped", settings.nodeId());
  }
}
