package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import onlookers.fixture.ApplicationLoader;
import org.junit.jupiter.api.Test;

class PrivilegedCallTest {
  private static final PrivilegedCall TELL =
      PrivilegedCall.of(BiConsumer.class, "accept", Object.class, Object.class);

  private final CountDownLatch stop = new CountDownLatch(1);

  @Test
  void theThreadThatTheServerMakesMeanwhileDoesNotKeepTheApplicationsClassLoader()
      throws Exception {
    try {
      ApplicationLoader.awaitUnloaded(runAndStop(this::makeThread));
    } finally {
      stop.countDown();
    }
  }

  @Test
  void theServerIsGivenWhatItIsCalledWith() {
    List<String> heard = new ArrayList<>();
    BiConsumer<String, String> server = (first, second) -> heard.add(first + " " + second);
    TELL.invoke(server, "hello", "world");
    assertThat(heard).containsExactly("hello world");
  }

  @Test
  void theServerMayCallBackAndBeCalledAgainMeanwhile() {
    List<Object> heard = new ArrayList<>();
    BiConsumer<Runnable, String> server =
        (callback, name) -> {
          callback.run();
          heard.add(name);
        };
    Runnable nothing = () -> {};
    Runnable again = () -> TELL.invoke(server, nothing, "inner");
    TELL.invoke(server, again, "outer");
    assertThat(heard).containsExactly("inner", "outer");
  }

  @Test
  void whatTheServerThrowsIsThrown() {
    IllegalStateException ended = new IllegalStateException("has ended");
    BiConsumer<String, String> server =
        (first, second) -> {
          throw ended;
        };
    assertThatThrownBy(() -> TELL.invoke(server, "", "")).isSameAs(ended);
  }

  /** As Tomcat does when all threads of its pool have something to do. */
  private void makeThread(Object request) {
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
  }

  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> runAndStop(Consumer<Object> server)
      throws ReflectiveOperationException {
    Consumer<Consumer<Object>> application =
        (Consumer<Consumer<Object>>)
            ApplicationLoader.deploy(PrivilegedCall.class.getName(), Application.class);
    application.accept(server);
    return new WeakReference<>(application.getClass().getClassLoader());
  }

  /** Calls the server on a thread of its own. */
  public static final class Application implements Consumer<Consumer<Object>> {
    /** Made by the server. */
    public Application() {}

    @Override
    public void accept(Consumer<Object> server) {
      PrivilegedCall call = PrivilegedCall.of(Consumer.class, "accept", Object.class);
      Thread thread = new Thread(() -> call.invoke(server, "request"));
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
