package onlookers.boot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import onlookers.config.Settings;
import onlookers.presence.Presence;
import onlookers.websocket.ConnectionManager;
import onlookers.websocket.Drain;

/**
 * What a stop does first when {@code drain.seconds} says so: it sends the clients elsewhere over
 * that time, and then waits until their sessions have had their grace, so that the last ones resume
 * elsewhere like the first ones. With nobody here it takes no time.
 */
@Singleton
class ShutdownDrain {
  private static final System.Logger LOG = System.getLogger(ShutdownDrain.class.getName());
  private static final long PAUSE_MILLIS = 50;

  /** What the last tasks of a drain, or of the grace periods, may be late by. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private final Duration length;
  private final Duration grace;
  private final ConnectionManager connections;
  private final Presence presence;
  private final Drain drain;
  private final AtomicBoolean done = new AtomicBoolean();

  @Inject
  ShutdownDrain(Settings settings, ConnectionManager connections, Presence presence, Drain drain) {
    this.length = settings.drainSeconds();
    this.grace = settings.sessionGrace();
    this.connections = connections;
    this.presence = presence;
    this.drain = drain;
  }

  /** Drains and waits, once; whoever is interrupted waits no longer. */
  void run() {
    if (length.isZero() || done.getAndSet(true)) {
      return;
    }
    int clients = drain.begin(Math.toIntExact(length.toSeconds()));
    LOG.log(
        System.Logger.Level.INFO,
        "draining before the stop: {0} clients over {1} s",
        clients,
        length.toSeconds());
    try {
      await(connections::isEmpty, length);
      await(presence::isEmpty, grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier over, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.plus(LATE).toNanos();
    while (!over.getAsBoolean() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
