package onlookers.boot;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.runtime.Scheduler;
import onlookers.runtime.SchedulerThread;

/**
 * The threads that parts of the node share: one that tells, one that does short things later, and a
 * few that may wait a moment for a client that does not read. All are daemons, named, and gone
 * after {@link #close()}.
 */
@Singleton
class Threads implements AutoCloseable {
  private static final int CLOSERS = 4;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final SchedulerThread teller = new SchedulerThread("onlookers-teller");
  private final SchedulerThread clock = new SchedulerThread("onlookers-clock");
  private final AtomicInteger closerNumber = new AtomicInteger();
  private final ThreadPoolExecutor closers = closerPool();

  private ThreadPoolExecutor closerPool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            CLOSERS, CLOSERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::closer);
    pool.allowCoreThreadTimeOut(true);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // only after the end
    return pool;
  }

  private Thread closer(Runnable task) {
    Thread thread = new Thread(task, "onlookers-closer-" + closerNumber.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  Executor teller() {
    return teller;
  }

  Scheduler clock() {
    return clock;
  }

  Executor closers() {
    return closers;
  }

  @Override
  public void close() {
    closers.shutdown();
    try {
      if (!closers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        closers.shutdownNow();
      }
    } catch (InterruptedException e) {
      closers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    clock.close();
    teller.close();
  }
}
