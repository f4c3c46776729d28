package onlookers.boot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import onlookers.config.Settings;
import onlookers.presence.Presence;
import onlookers.runtime.Guard;

/**
 * One node, from start to stop. It starts from Redis up to the sockets, and stops the other way
 * round: sockets are closed with 1012, sessions removed from Redis at once, then the lease given up
 * and every thread ended. No reader waits for the end of a sweep.
 */
@Singleton
class NodeLifecycle {
  private static final System.Logger LOG = System.getLogger(NodeLifecycle.class.getName());

  private final Settings settings;
  private final Infrastructure infrastructure;
  private final Presence presence;
  private final Sockets sockets;
  private final Monitoring monitoring;

  @Inject
  NodeLifecycle(
      Settings settings,
      Infrastructure infrastructure,
      Presence presence,
      Sockets sockets,
      Monitoring monitoring) {
    this.settings = settings;
    this.infrastructure = infrastructure;
    this.presence = presence;
    this.sockets = sockets;
    this.monitoring = monitoring;
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
    infrastructure.start(presence);
    sockets.start();
    monitoring.start();
    if (needsRedis) {
      requireRedis();
    }
    String note = infrastructure.note();
    LOG.log(
        System.Logger.Level.INFO,
        "node {0} has started{1}",
        settings.nodeId(),
        note.isEmpty() ? "" : "; " + note);
    return note;
  }

  private void requireRedis() {
    String reason = infrastructure.awaitRedis();
    if (reason != null) {
      stop();
      throw new IllegalStateException(
          "redis.uri: no Redis to work with at " + settings.redisUri() + ": " + reason);
    }
  }

  /**
   * Begins nothing new, and ends every request that waits for something to happen: an engine that
   * stops would wait for those, and answers nobody meanwhile (Tomcat: 2 s). Perhaps called again.
   */
  void leave() {
    Guard.each(
        List.<Runnable>of(monitoring::close, infrastructure::quiesce, sockets::close),
        Runnable::run); // one that fails leaves nothing of the others behind
  }

  void stop() {
    leave();
    Guard.each(List.<Runnable>of(presence::close, infrastructure::close), Runnable::run);
    LOG.log(System.Logger.Level.INFO, "node {0} has stopped", settings.nodeId());
  }
}
