package onlookers.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs short tasks now, later, or again and again, one at a time and in order, and knows the time
 * by which it does so. A task that fails is logged, and ends neither the scheduler nor its own
 * repetition.
 */
public interface Scheduler extends Executor {
  /** The time in nanoseconds, on a scale of its own: only differences mean something. */
  long nanoTime();

  /** Runs the task as soon as those before it are done. */
  @Override
  default void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs the task once, after the delay. */
  void after(Duration delay, Runnable task);

  /** Runs the task again and again, with that pause before each run. */
  void every(Duration pause, Runnable task);
}
