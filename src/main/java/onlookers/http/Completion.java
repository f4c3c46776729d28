package onlookers.http;

import jakarta.servlet.AsyncContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedAction;
import javax.security.auth.Subject;

/**
 * The end of a request that was answered on a thread of ours. It makes Tomcat's pool grow where all
 * its threads have something to do; and before JDK 24 a new thread remembers whose classes were on
 * the stack, and what the thread that makes it remembers ({@code inheritedAccessControlContext}).
 * One that remembered ours would keep the application's class loader after a redeploy, and hand it
 * on to the thread that Tomcat replaces it by. So Tomcat is called through classes of the JDK
 * alone, the first of which has the JDK look no further down the stack.
 */
final class Completion {
  private static final boolean THREADS_REMEMBER = Runtime.version().feature() < 24;
  private static final ThreadLocal<AsyncContext> CONTEXT = new ThreadLocal<>();

  /** No lambda: that would be a class of ours. */
  private static final PrivilegedAction<?> COMPLETE = action();

  private Completion() {}

  /** Completes the request. */
  static void complete(AsyncContext context) {
    if (THREADS_REMEMBER) {
      completeWithoutOurClasses(context);
    } else {
      context.complete();
    }
  }

  @SuppressWarnings("removal") // which later JDKs have that need it no more
  private static void completeWithoutOurClasses(AsyncContext context) {
    CONTEXT.set(context);
    try {
      Subject.doAsPrivileged(null, COMPLETE, null);
    } finally {
      CONTEXT.remove();
    }
  }

  private static PrivilegedAction<?> action() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      MethodHandle context =
          lookup
              .findVirtual(ThreadLocal.class, "get", MethodType.methodType(Object.class))
              .bindTo(CONTEXT)
              .asType(MethodType.methodType(AsyncContext.class));
      MethodHandle complete =
          lookup.findVirtual(AsyncContext.class, "complete", MethodType.methodType(void.class));
      return MethodHandleProxies.asInterfaceInstance(
          PrivilegedAction.class, MethodHandles.filterReturnValue(context, complete));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("AsyncContext.complete", e);
    }
  }
}
