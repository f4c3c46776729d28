package onlookers.presence;

import java.util.concurrent.Executor;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * What the domain needs of the machine; whoever made it ends it.
 *
 * @param notifier one thread: readers are notified, and answers from the repository taken in, in
 *     order
 * @param scheduler runs short tasks later
 * @param nodeMetrics this node's numbers
 */
public record PresenceTools(Executor notifier, Scheduler scheduler, NodeMetrics nodeMetrics) {}
