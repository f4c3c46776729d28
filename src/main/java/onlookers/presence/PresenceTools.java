package onlookers.presence;

import java.util.concurrent.Executor;
import onlookers.runtime.Scheduler;

/**
 * What the story needs of the machine; whoever made it ends it.
 *
 * @param teller one thread: readers are told, and answers from the repository taken in, in order
 * @param scheduler runs short tasks later
 * @param instruments this node's numbers
 */
public record PresenceTools(Executor teller, Scheduler scheduler, Instruments instruments) {}
