package onlookers.presence;

import org.jspecify.annotations.Nullable;

/**
 * A node that lives, or that is not yet collected.
 *
 * @param name its {@code node.id}
 * @param incarnation which of its starts this is
 * @param status what it last published, a few seconds ago; {@code null} when it publishes nothing
 * @param leaseMillis for how long its lease lasts, in milliseconds; negative when it is over
 * @param collecting whether it has the collector's lock
 */
public record ListedNode(
    String name,
    String incarnation,
    @Nullable NodeStatus status,
    long leaseMillis,
    boolean collecting) {}
