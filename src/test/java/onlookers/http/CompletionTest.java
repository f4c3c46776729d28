package onlookers.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import onlookers.fixture.ApplicationLoader;
import org.junit.jupiter.api.Test;

class CompletionTest {
  private final CountDownLatch stop = new CountDownLatch(1);

  @Test
  void theThreadThatTheServerMakesMeanwhileDoesNotKeepTheApplicationsClassLoader()
      throws Exception {
    try {
      ApplicationLoader.awaitUnloaded(runAndStop(context((proxy, method, none) -> makeThread())));
    } finally {
      stop.countDown();
    }
  }

  @Test
  void whatTheServerThrowsIsThrown() {
    IllegalStateException ended = new IllegalStateException("has ended");
    AsyncContext context =
        context(
            (proxy, method, none) -> {
              throw ended;
            });
    assertThatThrownBy(() -> Completion.complete(context)).isSameAs(ended);
  }

  /** As Tomcat does when all threads of its pool have something to do. */
  private Object makeThread() {
    Thread thread =
        new Thread(
            () -> {
              try {
                stop.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return null;
  }

  private static AsyncContext context(InvocationHandler complete) {
    return (AsyncContext)
        Proxy.newProxyInstance(
            CompletionTest.class.getClassLoader(), new Class<?>[] {AsyncContext.class}, complete);
  }

  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> runAndStop(AsyncContext request)
      throws ReflectiveOperationException {
    Consumer<AsyncContext> application =
        (Consumer<AsyncContext>)
            ApplicationLoader.deploy(Completion.class.getName(), Application.class);
    application.accept(request);
    return new WeakReference<>(application.getClass().getClassLoader());
  }

  /** Completes a request on a thread of its own. */
  public static final class Application implements Consumer<AsyncContext> {
    /** Made by the server. */
    public Application() {}

    @Override
    public void accept(AsyncContext request) {
      Thread thread = new Thread(() -> Completion.complete(request));
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
