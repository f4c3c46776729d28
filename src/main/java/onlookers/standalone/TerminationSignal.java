package onlookers.standalone;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM, which is how an administrator stops a service: the process ends in the same order as
 * ever, and with status 0. By itself a JVM ends with 143, which systemd, Docker and Kubernetes take
 * for a failure.
 *
 * <p>Spoken by reflection: the compiler warns of {@code sun.misc.Signal} in a way that cannot be
 * silenced, and a JVM without that class, or one started with {@code -Xrs}, goes on as before.
 */
public final class TerminationSignal {
  private static final System.Logger LOG = System.getLogger(TerminationSignal.class.getName());

  private TerminationSignal() {}

  /**
   * From now on SIGTERM runs the shutdown hooks, and the status is 0.
   *
   * @param stop is run before them: beside them the JVM closes its log
   */
  public static void exitAfter(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object exit =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> invoke(stop, proxy, method, arguments));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), exit);
    } catch (ReflectiveOperationException e) {
      LOG.log(System.Logger.Level.DEBUG, "SIGTERM will end in status 143", e);
    }
  }

  private static @Nullable Object invoke(
      Runnable stop, Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        Guard.run(stop);
        System.exit(0);
        yield null;
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      default -> TerminationSignal.class.getName();
    };
  }
}
