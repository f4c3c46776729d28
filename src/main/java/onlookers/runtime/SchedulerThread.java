package onlookers.runtime;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One named daemon thread as a scheduler. After {@link #close()} tasks are silently dropped. */
public final class SchedulerThread implements Scheduler, AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor thread;

  /**
   * @param name the name of the thread
   */
  public SchedulerThread(String name) {
    thread = new ScheduledThreadPoolExecutor(1, task -> daemon(name, task));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler(
        new ThreadPoolExecutor.DiscardPolicy()); // only after the end
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    Future<?> unused =
        thread.schedule(() -> Guard.run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void every(Duration pause, Runnable task) {
    long nanos = pause.toNanos();
    Future<?> unused =
        thread.scheduleWithFixedDelay(() -> Guard.run(task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the thread after the task that it is in, for which it waits up to 5 s. */
  @Override
  public void close() {
    Shutdown.within(CLOSING, thread);
  }
}
