package onlookers.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A short task that many may ask for, and that runs once for all who asked before it began: a delay
 * after the first of them. Who asks from its beginning on has it run once more. Thread safe.
 */
public final class CoalescedTask {
  private final Scheduler scheduler;
  private final Duration delay;
  private final Runnable task;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param scheduler runs the task; after its end nothing runs any more
   * @param delay from the first request to the task; zero for as soon as the scheduler can
   */
  public CoalescedTask(Scheduler scheduler, Duration delay, Runnable task) {
    this.scheduler = scheduler;
    this.delay = delay;
    this.task = task;
  }

  /** Asks for the task. Returns at once, on any thread. */
  public void request() {
    if (scheduled.compareAndSet(false, true)) {
      scheduler.after(delay, this::run);
    }
  }

  private void run() {
    scheduled.set(false); // first: what changes from now on the task may not see
    task.run();
  }
}
