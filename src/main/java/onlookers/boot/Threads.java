package onlookers.boot;

import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import onlookers.runtime.Scheduler;
import onlookers.runtime.SchedulerThread;
import onlookers.runtime.WorkerPool;

/**
 * The threads that parts of the node share: one that notifies, one that runs short tasks later, two
 * that may wait for Redis, and a few that may wait a moment for a client that does not read. Those
 * that close sockets are not those that ping: while thousands of stuck sockets are being closed,
 * the healthy ones are asked for their sign of life in time. All are daemons, named, and gone after
 * {@link #close()}.
 */
@Singleton
class Threads implements AutoCloseable {
  private static final int CLOSERS = 4;
  private static final int PINGERS = 4;

  private final SchedulerThread notifier = new SchedulerThread("onlookers-notifier");
  private final SchedulerThread clock = new SchedulerThread("onlookers-clock");
  private final SchedulerThread dashboard = new SchedulerThread("onlookers-dashboard");
  private final WorkerPool closers = new WorkerPool("onlookers-closer", CLOSERS);
  private final WorkerPool reader = new WorkerPool("onlookers-reader", 1);
  private final WorkerPool pingers = new WorkerPool("onlookers-pinger", PINGERS);

  Executor notifier() {
    return notifier;
  }

  Scheduler clock() {
    return clock;
  }

  Scheduler dashboard() {
    return dashboard;
  }

  Executor closers() {
    return closers;
  }

  Executor reader() {
    return reader;
  }

  Executor pingers() {
    return pingers;
  }

  @Override
  public void close() {
    closers.close();
    pingers.close();
    reader.close();
    dashboard.close();
    clock.close();
    notifier.close();
  }
}
