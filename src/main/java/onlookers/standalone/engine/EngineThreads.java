package onlookers.standalone.engine;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import onlookers.standalone.engine.FairTasks.ClientTask;
import org.apache.catalina.Executor;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.util.LifecycleBase;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the embedded engine, which answer requests and take in frames.
 *
 * <p>A fork/join pool, although nothing is forked: it hands a task over without a lock that both
 * sides wait for, and to the thread that was busy last.
 *
 * <p>What clients send is taken in by {@linkplain FairTasks turns}, one address after the other.
 *
 * <p>After each frame that was sent by its own encoder, Tomcat asks another thread to say so to the
 * sender. Here the thread that sent it does: {@code websocket.Outbox} takes the answer in a loop,
 * so no call goes ever deeper, which is what the other thread is for. Without it, a client's close
 * frame that arrives before the answer makes its thread wait for that in a busy loop.
 */
public final class EngineThreads extends LifecycleBase implements Executor {
  private static final String NAME = "onlookers-engine";

  /**
   * None of them waits long; each that a crowd has called keeps its stack in memory for a minute.
   */
  static final int MAX_THREADS = 50;

  private static final int MIN_THREADS = 4;
  private static final long IDLE_SECONDS = 60;
  private static final String WEBSOCKET = WsServerContainer.class.getPackageName();

  private final FairTasks clients = new FairTasks();
  private @Nullable ForkJoinPool pool;

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  protected void initInternal() {}

  @Override
  protected void startInternal() throws LifecycleException {
    pool =
        new ForkJoinPool(
            MAX_THREADS,
            threads(Thread.currentThread().getContextClassLoader()),
            null,
            true, // first come, first served
            MIN_THREADS,
            MAX_THREADS,
            1,
            null,
            IDLE_SECONDS,
            TimeUnit.SECONDS);
    setState(LifecycleState.STARTING);
  }

  private static ForkJoinWorkerThreadFactory threads(ClassLoader loader) {
    return pool -> {
      ForkJoinWorkerThread thread = new EngineThread(pool);
      thread.setName(NAME + "-" + thread.getPoolIndex());
      thread.setContextClassLoader(loader);
      return thread;
    };
  }

  /** Whether the current thread is one of an engine. */
  static boolean isOne() {
    return Thread.currentThread() instanceof EngineThread;
  }

  @Override
  protected void stopInternal() throws LifecycleException {
    setState(LifecycleState.STOPPING);
    if (pool != null) {
      pool.shutdownNow();
    }
  }

  @Override
  protected void destroyInternal() {}

  @Override
  public void execute(Runnable task) {
    if (isAnswer(task)) {
      task.run();
    } else if (pool == null) {
      throw new RejectedExecutionException("the engine has not started");
    } else if (task instanceof ClientTask client) {
      clients.add(client);
      pool.execute(clients::runNext);
    } else {
      pool.execute(task);
    }
  }

  private static final class EngineThread extends ForkJoinWorkerThread {
    EngineThread(ForkJoinPool pool) {
      super(pool);
    }
  }

  /** What arrives from sockets comes as a task of another package. */
  private static boolean isAnswer(Runnable task) {
    return task.getClass().getPackageName().equals(WEBSOCKET);
  }
}
