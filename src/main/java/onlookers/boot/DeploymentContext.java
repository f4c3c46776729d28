package onlookers.boot;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import onlookers.config.Deployment;
import onlookers.config.Sources;
import onlookers.standalone.Launcher;
import org.jspecify.annotations.Nullable;

/**
 * Where this web application runs. {@link CdiBootstrap} notes the servlet context before CDI
 * starts, because settings are needed before CDI would hand it out; where the server brings its own
 * CDI there is no command line, and nothing to note.
 */
final class DeploymentContext {
  private static volatile @Nullable ServletContext context;

  private DeploymentContext() {}

  static void enter(ServletContext entered) {
    context = entered;
  }

  /** Whether this is the executable WAR. */
  static boolean isExecutable() {
    return attribute(Launcher.COMMAND_LINE) != null;
  }

  /** Where settings come from. */
  @SuppressWarnings("unchecked") // the launcher's promise
  static Sources sources() {
    Object commandLine = attribute(Launcher.COMMAND_LINE);
    return commandLine == null
        ? Sources.of(Map.of(), Deployment.SERVER)
        : Sources.of((Map<String, String>) commandLine, Deployment.EXECUTABLE);
  }

  /** What the launcher waits for; nobody does in a server. */
  @SuppressWarnings("unchecked") // the launcher's promise
  static CompletableFuture<String> started() {
    Object started = attribute(Launcher.STARTED);
    return started == null ? new CompletableFuture<>() : (CompletableFuture<String>) started;
  }

  /** Leaves with the launcher what is to be done before the engine stops; a server asks nobody. */
  @SuppressWarnings("unchecked") // the launcher's promise
  static void beforeStop(Runnable drain) {
    Object launcher = attribute(Launcher.DRAIN);
    if (launcher != null) {
      ((AtomicReference<Runnable>) launcher).set(drain);
    }
  }

  private static @Nullable Object attribute(String name) {
    ServletContext entered = context;
    return entered == null ? null : entered.getAttribute(name);
  }
}
