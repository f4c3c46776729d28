/**
 * The ordered connection. Operations wait in the {@code OperationQueue}; {@code OrderedConnection},
 * one thread, sends whatever waits as one pipeline: writes first, in their order, then one read for
 * each post that is asked for. An {@code Operation} is one step of a session in one or more rounds.
 *
 * <p>When Redis is lost, operations are abandoned. What must not be lost with them is kept here:
 * views that are not acknowledged ({@code PendingViews}), sessions that have ended ({@code
 * PendingEndings}), recent steps that a promoted replica may lack ({@code RecentSteps}). On its
 * return {@code RecoveryOperations} writes them.
 */
@NullMarked
package onlookers.redis.write;

import org.jspecify.annotations.NullMarked;
