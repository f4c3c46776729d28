package onlookers.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedAction;
import javax.security.auth.Subject;

/**
 * A method of the server's that may start a thread: Tomcat's pool grows where all its threads have
 * something to do. Before JDK 24 a new thread remembers whose classes were on the stack, and what
 * the thread that makes it remembers ({@code inheritedAccessControlContext}). One that remembered
 * ours would keep the application's class loader after a redeploy, and hand it on to the thread
 * that Tomcat replaces it by. So the server is called through classes of the JDK alone, the first
 * of which has the JDK look no further down the stack.
 */
public final class PrivilegedCall {
  private static final boolean THREADS_REMEMBER = Runtime.version().feature() < 24;
  private static final ThreadLocal<Object[]> ARGUMENTS = new ThreadLocal<>();

  /** No lambda: that would be a class of ours. */
  private final PrivilegedAction<?> action;

  private PrivilegedCall(PrivilegedAction<?> action) {
    this.action = action;
  }

  /**
   * How to call a method that returns nothing and declares no checked exception.
   *
   * @param type a public interface of the server's
   */
  public static PrivilegedCall of(Class<?> type, String method, Class<?>... parameters) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      MethodHandle arguments =
          lookup
              .findVirtual(ThreadLocal.class, "get", MethodType.methodType(Object.class))
              .bindTo(ARGUMENTS)
              .asType(MethodType.methodType(Object[].class));
      MethodHandle call =
          lookup
              .findVirtual(type, method, MethodType.methodType(void.class, parameters))
              .asSpreader(Object[].class, 1 + parameters.length);
      return new PrivilegedCall(
          MethodHandleProxies.asInterfaceInstance(
              PrivilegedAction.class, MethodHandles.filterReturnValue(arguments, call)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName() + "." + method, e);
    }
  }

  /**
   * Calls it. Whatever it throws goes on.
   *
   * @param arguments of which the first is the one that is called
   */
  public void invoke(Object... arguments) {
    ARGUMENTS.set(arguments);
    try {
      invoke();
    } finally {
      ARGUMENTS.remove();
    }
  }

  @SuppressWarnings("removal") // which later JDKs have that need it no more
  private void invoke() {
    if (THREADS_REMEMBER) {
      Subject.doAsPrivileged(null, action, null);
    } else {
      action.run();
    }
  }
}
