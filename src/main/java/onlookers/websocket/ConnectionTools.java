package onlookers.websocket;

import java.util.concurrent.Executor;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * What connections use of their node.
 *
 * @param nodeMetrics its numbers
 * @param scheduler the time, and runs short tasks later
 * @param closers threads that may wait a moment for a client that does not read
 */
public record ConnectionTools(NodeMetrics nodeMetrics, Scheduler scheduler, Executor closers) {
  long nanoTime() {
    return scheduler.nanoTime();
  }
}
