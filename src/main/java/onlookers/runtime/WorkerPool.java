package onlookers.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few named daemon threads for tasks that may wait a moment each; idle ones end by themselves. A
 * task that fails is logged. After {@link #close()} tasks are silently dropped.
 */
public final class WorkerPool implements Executor, AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String name;
  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool;

  /**
   * @param name the threads are called by it and a number
   * @param threads how many there are at most, at least 1
   */
  public WorkerPool(String name, int threads) {
    this.name = name;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this::daemon);
    pool.allowCoreThreadTimeOut(true);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // only after the end
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(() -> Guard.run(task));
  }

  /** Ends the threads after the tasks that wait, for which it waits up to 5 s. */
  @Override
  public void close() {
    Shutdown.within(CLOSING, pool);
  }
}
