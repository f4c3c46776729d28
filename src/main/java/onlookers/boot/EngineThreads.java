package onlookers.boot;

import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.tomcat.websocket.server.WsServerContainer;

/**
 * The threads of the embedded engine, which answer requests and take in frames.
 *
 * <p>After each frame that was sent, Tomcat asks another thread to say so to the sender. Here the
 * thread that sent it does: {@code websocket.Outbox} takes the answer in a loop, so no call goes
 * ever deeper, which is what the other thread is for. That saves a change of threads for each push.
 * Without it, a client's close frame that arrives before the answer makes its thread wait for that
 * in a busy loop.
 */
final class EngineThreads extends StandardThreadExecutor {
  /**
   * None of them waits long; each that a crowd has called keeps its stack in memory for a minute.
   */
  private static final int MAX_THREADS = 50;

  private static final int MIN_THREADS = 4;
  private static final String WEBSOCKET = WsServerContainer.class.getPackageName();

  EngineThreads() {
    setName("onlookers-engine");
    setNamePrefix("onlookers-engine-");
    setMaxThreads(MAX_THREADS);
    setMinSpareThreads(MIN_THREADS);
  }

  @Override
  public void execute(Runnable task) {
    if (isAnswer(task)) {
      task.run();
    } else {
      super.execute(task);
    }
  }

  /** What arrives from sockets comes as a task of another package. */
  private static boolean isAnswer(Runnable task) {
    return task.getClass().getPackageName().equals(WEBSOCKET);
  }
}
