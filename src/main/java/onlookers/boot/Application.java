package onlookers.boot;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.CreationException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import onlookers.config.SettingException;
import onlookers.runtime.RecordMethods;

/**
 * Begins and ends with the CDI container, on every server alike. Under the executable WAR a failure
 * is handed to the launcher, which ends the process with one line; in a server it fails the
 * deployment.
 */
@Singleton
public class Application {
  private static final System.Logger LOG = System.getLogger(Application.class.getName());

  private final Instance<NodeLifecycle> parts;
  private final Instance<ShutdownDrain> drain;
  private boolean running;

  /** The node is made only when the container is up. */
  @Inject
  public Application(Instance<NodeLifecycle> parts, Instance<ShutdownDrain> drain) {
    this.parts = parts;
    this.drain = drain;
  }

  void start(@Observes Startup event) {
    CompletableFuture<String> started = DeploymentContext.started();
    try {
      String note = parts.get().start(DeploymentContext.isExecutable());
      running = true;
      DeploymentContext.beforeStop(this::leave);
      started.complete(note);
    } catch (RuntimeException e) {
      Throwable cause = cause(e);
      if (!DeploymentContext.isExecutable()) {
        if (!(cause instanceof SettingException)) { // which was logged where it was found
          LOG.log(System.Logger.Level.ERROR, "Onlookers cannot start: {0}", cause.toString());
        }
        throw e;
      }
      started.completeExceptionally(cause);
    }
  }

  void stop(@Observes Shutdown event) {
    try {
      if (running) {
        leave();
        parts.get().stop();
      }
    } finally {
      RecordMethods.forget();
    }
  }

  /** What comes before the engine stops, where that can be had; perhaps called again. */
  private void leave() {
    drain.get().run();
    parts.get().leave();
  }

  /** What went wrong, rather than that CDI could not make something because of it. */
  private static Throwable cause(RuntimeException e) {
    Throwable cause = e;
    while (cause instanceof CreationException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
