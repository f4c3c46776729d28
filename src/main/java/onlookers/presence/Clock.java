package onlookers.presence;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One named daemon thread that runs short tasks now, later, or again and again, one at a time. A
 * task that fails is logged, and neither ends the thread nor its own repetition. After {@link
 * #close()} tasks are silently dropped.
 */
public final class Clock implements Executor, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Clock.class.getName());
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor thread;

  /**
   * @param name the name of the thread
   */
  public Clock(String name) {
    thread = new ScheduledThreadPoolExecutor(1, task -> daemon(name, task));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs the task once, after the delay. */
  public void after(Duration delay, Runnable task) {
    try {
      forget(thread.schedule(() -> guard(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "a task came after the end");
    }
  }

  /** Runs the task again and again, with that pause after each end. */
  public void every(Duration pause, Runnable task) {
    forget(
        thread.scheduleWithFixedDelay(
            () -> guard(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Ends the thread after the task that it is in, for which it waits up to 5 s. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the task; one that fails is logged, and its caller goes on. */
  public static void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) { // an Error, too, would end the repetition without a word
      LOG.log(
          System.Logger.Level.ERROR,
          "a task of " + Thread.currentThread().getName() + " failed",
          e);
    }
  }

  private static void forget(@SuppressWarnings("unused") Future<?> outcome) {}
}
