package onlookers.gc;

import onlookers.runtime.Scheduler;
import onlookers.runtime.SchedulerThread;

/**
 * Where the collector's tasks run: on three threads, so that a long sweep neither loses the lock
 * nor delays the end of dead nodes' sessions. All three have the same clock.
 *
 * @param worker handles events of Redis, and dead nodes
 * @param sweeper sweeps
 * @param keeper asks for the lock and keeps it
 * @param ending ends all three once they are through with the task that they are in
 */
public record CollectorThreads(
    Scheduler worker, Scheduler sweeper, Scheduler keeper, Runnable ending)
    implements AutoCloseable {
  /** Three threads of their own. */
  public static CollectorThreads create() {
    SchedulerThread worker = new SchedulerThread("onlookers-gc");
    SchedulerThread sweeper = new SchedulerThread("onlookers-gc-sweep");
    SchedulerThread keeper = new SchedulerThread("onlookers-gc-lock");
    return new CollectorThreads(
        worker,
        sweeper,
        keeper,
        () -> {
          sweeper.close();
          worker.close();
          keeper.close();
        });
  }

  @Override
  public void close() {
    ending.run();
  }
}
