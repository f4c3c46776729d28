package onlookers.websocket;

import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * What connections use of their node.
 *
 * @param nodeMetrics its numbers
 * @param scheduler the time, and runs short tasks later
 * @param closers threads that may wait a moment for a client that does not read
 * @param room whether the heap has room for one more than so many sockets
 */
public record ConnectionTools(
    NodeMetrics nodeMetrics, Scheduler scheduler, Executor closers, LongPredicate room) {
  long nanoTime() {
    return scheduler.nanoTime();
  }
}
