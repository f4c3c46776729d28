/**
 * The domain: what viewing, moving, parking, losing a connection, resuming, leaving and counting
 * mean. Plain Java that knows no Redis, no socket and no JSON.
 *
 * <ul>
 *   <li>{@link onlookers.presence.Presence} is the entry: one method for each thing a client can
 *       do. {@code SessionRegistry} holds this node's sessions, {@code SessionWriter} has them
 *       written, {@code SessionResumer} and {@code GracePeriods} deal with lost connections. What
 *       one client does waits for its turn in an {@code EventQueue}. {@code NodeSessions} is what
 *       the repository sees of the sessions. A session ends here, also while Redis is away: then it
 *       is removed from Redis when that is back.
 *   <li>{@code Broadcaster} decides when the counts of a post are read, and publishes them to
 *       everyone on it; {@code SiteBroadcaster} does the same for the site's total. {@code
 *       PostStates} holds what this node knows of each post, {@code SnapshotReader} reads the
 *       counts for one listener that has just come, {@code PostRereader} has posts read again of
 *       which no change was announced.
 *   <li>{@code CachingCountsReader} and {@code CachingHistoryReader} answer HTTP and JMX.
 * </ul>
 *
 * <p>The outside is reached through ports. Storage: {@link onlookers.presence.PresenceRepository},
 * which reports to a {@link onlookers.presence.CountsListener} and asks a {@link
 * onlookers.presence.SessionSource}. Clients: {@link onlookers.presence.CountsPublisher} for
 * everyone on a post, {@link onlookers.presence.SessionListener} for one. The collector: {@link
 * onlookers.presence.CollectorStore}.
 */
@NullMarked
package onlookers.presence;

import org.jspecify.annotations.NullMarked;
